package dev.espalier.search;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.espalier.file.AtomicFile;
import dev.espalier.network.Cost;
import dev.espalier.objective.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code comparison.csv}: the winner and the reference networks, the scores of all seeds. Scores
 * are empty where every seed diverged.
 */
final class ComparisonCsv {
  private static final String HEADER =
      "network,metric,mean,std,standard_error,n,macs,flops,params,activation_bytes,values,"
          + "diverged,learning_rate";
  private static final Splitter COMMA = Splitter.on(',');

  private ComparisonCsv() {}

  /** Writes or replaces the file, whole or not at all. */
  static void write(Path file, List<ComparisonRow> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    for (ComparisonRow row : rows) {
      Cost cost = row.cost();
      lines.add(
          String.join(
              ",",
              row.network(),
              row.metric(),
              row.scored() ? spread(row.score()) : ",,",
              Integer.toString(row.values().size()),
              Long.toString(cost.macs()),
              Long.toString(cost.flops()),
              Long.toString(cost.params()),
              Long.toString(cost.activationBytes()),
              row.values().stream().map(String::valueOf).collect(Collectors.joining(";")),
              Integer.toString(row.diverged()),
              Double.toString(row.learningRate())));
    }
    AtomicFile.replace(file, fresh -> Files.write(fresh, lines));
  }

  private static String spread(Summary score) {
    return "%s,%s,%s".formatted(score.mean(), score.std(), score.standardError());
  }

  /** Reads what {@link #write} wrote. */
  static ImmutableList<ComparisonRow> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(ComparisonCsv::row)
        .collect(ImmutableList.toImmutableList());
  }

  private static ComparisonRow row(String line) {
    List<String> cells = COMMA.splitToList(line);
    return new ComparisonRow(
        cells.get(0),
        cells.get(1),
        Splitter.on(';')
            .omitEmptyStrings()
            .splitToStream(cells.get(10))
            .map(Double::valueOf)
            .collect(ImmutableList.toImmutableList()),
        Integer.parseInt(cells.get(11)),
        Double.parseDouble(cells.get(12)),
        new Cost(
            Long.parseLong(cells.get(8)),
            Long.parseLong(cells.get(6)),
            Long.parseLong(cells.get(7)),
            Long.parseLong(cells.get(9))));
  }
}
