package dev.espalier.search.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.ParetoFront;
import dev.espalier.objective.Ranking;
import dev.espalier.trial.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code pareto.csv}: one row a trial of the front, the cheapest first. */
public final class ParetoCsv {
  private ParetoCsv() {}

  /** Column names, in order: the objectives, and the parameters if they are none of them. */
  public static ImmutableList<String> columns(ParetoFront front) {
    return ImmutableList.<String>builder()
        .add("trial", "canonical_hash")
        .addAll(metrics(front))
        .build();
  }

  /**
   * Writes or replaces the file.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; the old file is then unharmed
   */
  public static void write(Path file, ParetoFront front) {
    Stream<List<String>> rows =
        front.trials().stream().sorted(Ranking.by(costFirst(front))).map(t -> row(front, t));
    CsvFile.write(file, Stream.concat(Stream.of(columns(front)), rows).toList());
  }

  private static ImmutableSet<String> metrics(ParetoFront front) {
    return Stream.concat(
            front.objectives().stream().map(Objective::metric), Stream.of(CostMetric.PARAMS.id()))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static List<Objective> costFirst(ParetoFront front) {
    return front.objectives().stream()
        .filter(objective -> CostMetric.isCost(objective.metric()))
        .findFirst()
        .map(cost -> Stream.concat(Stream.of(cost), front.objectives().stream()).toList())
        .orElse(front.objectives());
  }

  private static List<String> row(ParetoFront front, Trial trial) {
    return ImmutableList.<String>builder()
        .add(Long.toString(trial.number()), trial.canonicalHash())
        .addAll(metrics(front).stream().map(id -> TrialsCsv.text(trial, id)).toList())
        .build();
  }
}
