package dev.espalier.eval.tabular;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import dev.espalier.config.Suggestion;
import dev.espalier.config.YamlDocument;
import dev.espalier.datasets.read.CsvReader;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Table;
import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.ListedSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A table of results by architecture. Rows whose signal or report is missing are left out.
 * Immutable.
 */
public final class ResultTable {
  /** The tables whose descriptions come along; their files do not. */
  public static final ImmutableSet<String> NAMES =
      ImmutableSet.of("nas-bench-201", "nas-bench-nlp", "flexibert-small");

  private final TableSpec spec;
  private final ListedSpace space;
  private final ImmutableMap<Architecture, TableRow> rows;
  private final ImmutableSet<String> names;
  private final String fingerprint;

  private ResultTable(
      TableSpec spec, ListedSpace space, ImmutableMap<Architecture, TableRow> rows) {
    this.spec = spec;
    this.space = space;
    this.rows = rows;
    this.names =
        space.decisions().stream().map(Decision::name).collect(ImmutableSet.toImmutableSet());
    Hasher hasher = Hashing.sha256().newHasher();
    rows.forEach(
        (architecture, row) ->
            hasher.putString("%s %s\n".formatted(architecture, row), StandardCharsets.UTF_8));
    this.fingerprint = hasher.hash().toString();
  }

  /**
   * Reads a table.
   *
   * @param table one of {@link #NAMES}, or a file that describes one
   * @param data for a table of {@link #NAMES}: the folder that holds its file, or that of its name
   * @throws IllegalArgumentException if there is no such table, or something in it is wrong
   */
  public static ResultTable read(String table, Path data) {
    TableSpec spec = describe(table);
    if (NAMES.contains(table)) {
      Path own = data.resolve(table);
      return read(spec, Files.isDirectory(own) ? own : data);
    }
    Path folder = Path.of(table).toAbsolutePath().getParent();
    return read(spec, folder == null ? Path.of("") : folder);
  }

  /**
   * What the columns of a table mean; its file need not be there.
   *
   * @throws IllegalArgumentException as {@link #read(String, Path)}
   */
  public static TableSpec describe(String table) {
    if (NAMES.contains(table)) {
      return TableSpec.read(YamlDocument.parse(table + ".table.yaml", description(table)));
    }
    if (!table.endsWith(".yaml") && !table.endsWith(".yml")) {
      throw new IllegalArgumentException(
          "table '%s' %s, or a file such as my-table.yaml"
              .formatted(table, Suggestion.oneOf(table, NAMES)));
    }
    return TableSpec.read(YamlDocument.read(Path.of(table)));
  }

  /** The description of a table of {@link #NAMES}, to start one's own from. */
  public static String description(String name) {
    URL resource = Resources.getResource(ResultTable.class, name + ".table.yaml");
    try {
      return Resources.toString(resource, StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + resource, cause);
    }
  }

  /**
   * Reads the table of a description.
   *
   * @param folder that its files are relative to
   */
  public static ResultTable read(TableSpec spec, Path folder) {
    ImmutableSet<String> needed =
        Stream.of(
                spec.encoding().columns().stream(),
                Stream.of(spec.signal().metric(), spec.report().metric()),
                spec.where().keySet().stream(),
                spec.costs().stream().map(TableSpec.Cost::column),
                spec.seconds().stream().map(TableSpec.Seconds::key))
            .flatMap(columns -> columns)
            .collect(ImmutableSet.toImmutableSet());
    Table table = CsvReader.read(DataFile.of(folder.resolve(spec.file())), needed);
    Map<String, Double> seconds = seconds(spec, folder);
    List<Integer> chosen = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      if (isTaken(spec, table, row)
          && !table.isMissing(row, table.column(spec.signal().metric()))
          && !table.isMissing(row, table.column(spec.report().metric()))) {
        chosen.add(row);
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no row has both %s and %s"
              .formatted(spec.file(), spec.signal().metric(), spec.report().metric()));
    }
    ArchitectureColumns columns = new ArchitectureColumns(table, spec.encoding(), chosen);
    Map<Architecture, TableRow> rows = new LinkedHashMap<>();
    Map<Architecture, Integer> first = new HashMap<>();
    for (int i = 0; i < chosen.size(); i++) {
      int row = chosen.get(i);
      Architecture architecture = columns.architecture(i);
      Integer earlier = first.putIfAbsent(architecture, row);
      if (earlier != null) {
        throw table.fault(
            row,
            table.column(spec.encoding().columns().get(0)),
            "architecture %s is there already, in row %s; must be there once (or say architecture.repeats: true)"
                .formatted(architecture, earlier + 1));
      }
      rows.put(architecture, row(spec, table, row, seconds));
    }
    return new ResultTable(
        spec,
        ListedSpace.of(spec.name(), columns.decisions(), rows.keySet()),
        ImmutableMap.copyOf(rows));
  }

  private static boolean isTaken(TableSpec spec, Table table, int row) {
    return spec.where().entrySet().stream()
        .allMatch(each -> table.cell(row, table.column(each.getKey())).equals(each.getValue()));
  }

  private static TableRow row(TableSpec spec, Table table, int row, Map<String, Double> seconds) {
    ImmutableMap.Builder<String, Double> costs = ImmutableMap.builder();
    spec.costs()
        .forEach(
            cost -> costs.put(cost.metric(), number(table, row, cost.column()) * cost.scale()));
    Double time =
        spec.seconds()
            .map(given -> seconds.get(table.cell(row, table.column(given.key()))))
            .orElse(null);
    return new TableRow(
        number(table, row, spec.signal().metric()),
        number(table, row, spec.report().metric()),
        costs.buildOrThrow(),
        time == null ? OptionalDouble.empty() : OptionalDouble.of(time));
  }

  private static double number(Table table, int row, String column) {
    int place = table.column(column);
    return table
        .number(row, place)
        .orElseThrow(
            () ->
                table.fault(row, place, "'%s' must be a number".formatted(table.cell(row, place))));
  }

  private static Map<String, Double> seconds(TableSpec spec, Path folder) {
    Map<String, Double> seconds = new HashMap<>();
    Optional<TableSpec.Seconds> given = spec.seconds();
    if (given.isPresent() && Files.exists(folder.resolve(given.get().file()))) {
      TableSpec.Seconds columns = given.get();
      Table table =
          CsvReader.read(
              DataFile.of(folder.resolve(columns.file())),
              ImmutableSet.<String>builder().add(columns.key()).addAll(columns.columns()).build());
      for (int row = 0; row < table.size(); row++) {
        double sum = 0.0;
        for (String column : columns.columns()) {
          sum += number(table, row, column);
        }
        seconds.put(table.cell(row, table.column(columns.key())), sum);
      }
    }
    return seconds;
  }

  /** What its columns mean. */
  TableSpec spec() {
    return spec;
  }

  /** The names of its decisions. */
  ImmutableSet<String> decisionNames() {
    return names;
  }

  /** Its name. */
  public String name() {
    return spec.name();
  }

  /** Its architectures. */
  public ListedSpace space() {
    return space;
  }

  /** What a search sees: the metric is the column. */
  public Objective signal() {
    return spec.signal();
  }

  /** What is reported of the architecture that a search chose. */
  public Objective report() {
    return spec.report();
  }

  /** The ids of the costs that it holds, in order. */
  public ImmutableList<String> costs() {
    return spec.costs().stream()
        .map(TableSpec.Cost::metric)
        .collect(ImmutableList.toImmutableList());
  }

  /** What it holds of an architecture; empty if that is none of its rows. */
  public Optional<TableRow> row(Architecture architecture) {
    return Optional.ofNullable(rows.get(architecture));
  }

  /** All rows by architecture. */
  public ImmutableMap<Architecture, TableRow> rows() {
    return rows;
  }

  /** SHA-256, in hex, of all that it holds. */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return "%s: %s architectures".formatted(name(), Objects.toString(space.size()));
  }
}
