package dev.espalier.eval.tabular;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.Origin;
import dev.espalier.config.YamlDocument;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.objective.Direction;
import dev.espalier.objective.Objective;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a table of results mean.
 *
 * @param name of the table
 * @param file CSV, gzip or not, relative to the description
 * @param where what rows must hold to be taken, as text by column; others are left out
 * @param encoding how the decisions of an architecture are read
 * @param signal what a search sees
 * @param report what is reported of the architecture that it chose
 * @param costs what architectures cost
 * @param seconds what evaluating them took
 * @param origin where it was described
 */
public record TableSpec(
    String name,
    String file,
    ImmutableMap<String, String> where,
    Encoding encoding,
    Objective signal,
    Objective report,
    ImmutableList<Cost> costs,
    Optional<Seconds> seconds,
    Origin origin) {
  static final String VERSION = "nas-table/v1";
  private static final String METRIC = "[a-z][a-z0-9_]*";

  /**
   * How the decisions of an architecture are read, all values as text.
   *
   * @param columns that hold them
   * @param split {@code chars}, {@code nodes}, or what parts of a column are separated by; empty if
   *     each column is one decision
   * @param missing what stands for parts that a row does not have; without it all rows have equally
   *     many
   * @param names of the decisions; empty if they are named by column and part
   * @param values what is written in another way in the table, by its text there
   * @param repeats whether rows of the same architecture are told apart, by a last decision {@code
   *     run}
   */
  public record Encoding(
      ImmutableList<String> columns,
      String split,
      Optional<String> missing,
      ImmutableList<String> names,
      ImmutableMap<String, String> values,
      boolean repeats) {}

  /**
   * A cost.
   *
   * @param metric its id, such as {@code macs}
   * @param column that holds it
   * @param scale what its values are multiplied by
   */
  public record Cost(String metric, String column, double scale) {}

  /**
   * Times, which not every row needs to have.
   *
   * @param file CSV that holds them
   * @param key column of both files by which their rows belong together
   * @param columns of the file that are added up, in seconds
   */
  public record Seconds(String file, String key, ImmutableList<String> columns) {}

  /**
   * Reads a description.
   *
   * @throws dev.espalier.config.ConfigException with everything that is wrong in it
   */
  public static TableSpec read(YamlDocument document) {
    YamlMap map =
        document
            .root()
            .map(
                "apiVersion",
                "name",
                "file",
                "where",
                "architecture",
                "signal",
                "report",
                "costs",
                "seconds");
    map.required("apiVersion").oneOf(List.of(VERSION));
    TableSpec spec =
        new TableSpec(
            map.required("name").text("[A-Za-z0-9_.-]+", "letters, digits, dots and dashes"),
            map.required("file").text(),
            map.optional("where").map(TableSpec::strings).orElse(ImmutableMap.of()),
            encoding(map.required("architecture")),
            column(map.required("signal")),
            column(map.required("report")),
            map.optional("costs").map(TableSpec::costs).orElse(ImmutableList.of()),
            map.optional("seconds").map(TableSpec::seconds),
            document.root().origin());
    document.check();
    return spec;
  }

  private static Encoding encoding(YamlNode node) {
    YamlMap map = node.map("column", "columns", "split", "missing", "names", "values", "repeats");
    boolean several = map.optional("columns").isPresent();
    if (several && map.optional("column").isPresent()) {
      node.fault("must have either column or columns");
    }
    ImmutableList<String> columns =
        several ? texts(map.required("columns")) : ImmutableList.of(map.required("column").text());
    if (columns.isEmpty()) {
      map.required("columns").fault("must name at least one column");
    }
    return new Encoding(
        columns,
        map.optional("split").map(YamlNode::text).orElse(""),
        map.optional("missing").map(YamlNode::text),
        map.optional("names").map(TableSpec::texts).orElse(ImmutableList.of()),
        map.optional("values").map(TableSpec::strings).orElse(ImmutableMap.of()),
        map.optional("repeats").map(YamlNode::bool).orElse(false));
  }

  private static Objective column(YamlNode node) {
    YamlMap map = node.map("column", "direction");
    String column = map.required("column").text();
    return new Objective(
        column, Direction.of(map.required("direction").oneOf(List.of("maximize", "minimize"))));
  }

  private static ImmutableList<Cost> costs(YamlNode node) {
    Set<String> seen = new HashSet<>();
    ImmutableList.Builder<Cost> costs = ImmutableList.builder();
    for (YamlNode each : node.list()) {
      YamlMap map = each.map("metric", "column", "scale");
      String metric = map.required("metric").text(METRIC, "an id such as macs");
      if (!seen.add(metric)) {
        map.required("metric").fault("is there twice; keep one");
      }
      costs.add(
          new Cost(
              metric,
              map.required("column").text(),
              map.optional("scale").map(scale -> scale.real(1e-12, 1e12)).orElse(1.0)));
    }
    return costs.build();
  }

  private static Seconds seconds(YamlNode node) {
    YamlMap map = node.map("file", "key", "columns");
    return new Seconds(
        map.required("file").text(), map.required("key").text(), texts(map.required("columns")));
  }

  private static ImmutableMap<String, String> strings(YamlNode node) {
    ImmutableMap.Builder<String, String> strings = ImmutableMap.builder();
    node.map().entries().forEach((key, value) -> strings.put(key, value.text()));
    return strings.buildOrThrow();
  }

  private static ImmutableList<String> texts(YamlNode node) {
    return node.list().stream().map(YamlNode::text).collect(ImmutableList.toImmutableList());
  }
}
