package dev.espalier.search.report;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Cost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code comparison.csv}: the winner and the reference networks, the scores of all seeds. Scores
 * are empty where every seed diverged.
 */
public final class ComparisonCsv {
  private static final ImmutableList<String> COLUMNS =
      ImmutableList.of(
          "network",
          "metric",
          "mean",
          "std",
          "standard_error",
          "n",
          "macs",
          "flops",
          "params",
          "activation_bytes",
          "values",
          "diverged",
          "learning_rate");

  private ComparisonCsv() {}

  /**
   * Writes or replaces the file.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; the old file is then unharmed
   */
  public static void write(Path file, List<ComparisonRow> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(COLUMNS);
    rows.forEach(row -> lines.add(line(row)));
    CsvFile.write(file, lines);
  }

  private static List<String> line(ComparisonRow row) {
    Cost cost = row.cost();
    return ImmutableList.<String>builder()
        .add(row.network(), row.metric())
        .addAll(spread(row))
        .add(
            Integer.toString(row.values().size()),
            Long.toString(cost.macs()),
            Long.toString(cost.flops()),
            Long.toString(cost.params()),
            Long.toString(cost.activationBytes()),
            row.values().stream().map(String::valueOf).collect(Collectors.joining(";")),
            Integer.toString(row.diverged()),
            Double.toString(row.learningRate()))
        .build();
  }

  private static List<String> spread(ComparisonRow row) {
    return row.scored()
        ? List.of(
            Double.toString(row.score().mean()),
            Double.toString(row.score().std()),
            Double.toString(row.score().standardError()))
        : List.of("", "", "");
  }
}
