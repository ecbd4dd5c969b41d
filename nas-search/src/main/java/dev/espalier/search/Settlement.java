package dev.espalier.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import dev.espalier.network.Cost;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.search.report.ComparisonRow;
import dev.espalier.store.StudyStore;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Optional;

/**
 * What the final stage has come to, as the store keeps it.
 *
 * @param winner number of the trial
 * @param candidates numbers of those that it was chosen from
 * @param seeds of the final trainings
 * @param epochs of each
 * @param rule how it was chosen
 * @param comparison the winner first, then the reference networks that were trained so far
 */
record Settlement(
    long winner,
    ImmutableList<Long> candidates,
    int seeds,
    int epochs,
    String rule,
    ImmutableList<ComparisonRow> comparison) {
  /** Kind of the notes. */
  private static final String KIND = "final_stage";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As JSON. */
  private record Stored(
      long winner, List<Long> candidates, int seeds, int epochs, String rule, List<Row> rows) {}

  private record Row(
      String network,
      String metric,
      List<Double> values,
      int diverged,
      double learningRate,
      long params,
      long macs,
      long flops,
      long activationBytes) {}

  /** Of what was found. */
  static Settlement of(FinalResult found, Retraining retraining) {
    return new Settlement(
        found.winner().number(),
        numbers(found.candidates()),
        retraining.seeds(),
        retraining.epochs(),
        found.rule(),
        found.comparison());
  }

  /** The last one that a study has, if it is that of these candidates and trainings. */
  static Optional<Settlement> find(
      StudyStore store, List<Trial> candidates, Retraining retraining) {
    ImmutableList<String> notes = store.notes(KIND);
    return notes.isEmpty()
        ? Optional.empty()
        : Optional.of(parse(notes.get(notes.size() - 1)))
            .filter(
                last ->
                    last.candidates.equals(numbers(candidates))
                        && last.seeds == retraining.seeds()
                        && last.epochs == retraining.epochs());
  }

  private static ImmutableList<Long> numbers(List<Trial> trials) {
    return trials.stream().map(Trial::number).collect(ImmutableList.toImmutableList());
  }

  /** Keeps it. */
  void write(StudyStore store) {
    Stored stored =
        new Stored(
            winner,
            candidates,
            seeds,
            epochs,
            rule,
            comparison.stream().map(Settlement::stored).toList());
    try {
      store.noted(KIND, JSON.writeValueAsString(stored));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Settlement parse(String text) {
    try {
      Stored stored = JSON.readValue(text, Stored.class);
      return new Settlement(
          stored.winner,
          ImmutableList.copyOf(stored.candidates),
          stored.seeds,
          stored.epochs,
          stored.rule,
          stored.rows.stream().map(Settlement::row).collect(ImmutableList.toImmutableList()));
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("the study's final stage is damaged: " + text, damaged);
    }
  }

  private static Row stored(ComparisonRow row) {
    Cost cost = row.cost();
    return new Row(
        row.network(),
        row.metric(),
        row.values(),
        row.diverged(),
        row.learningRate(),
        cost.params(),
        cost.macs(),
        cost.flops(),
        cost.activationBytes());
  }

  private static ComparisonRow row(Row row) {
    return new ComparisonRow(
        row.network,
        row.metric,
        ImmutableList.copyOf(row.values),
        row.diverged,
        row.learningRate,
        new Cost(row.params, row.macs, row.flops, row.activationBytes));
  }
}
