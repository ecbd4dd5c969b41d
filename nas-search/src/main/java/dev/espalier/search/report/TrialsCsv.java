package dev.espalier.search.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code trials.csv}: one row a trial, by number. Fields that a trial has no value for are empty;
 * parents are separated by semicolons. Immutable.
 */
public final class TrialsCsv {
  private static final ImmutableList<String> BEFORE =
      ImmutableList.of(
          "trial",
          "state",
          "seed",
          "canonical_hash",
          "encoding",
          "recipe",
          "fidelity",
          "continues");
  private static final ImmutableList<String> AFTER =
      ImmutableList.of("train_seconds", "duplicate_of", "parents", "reason");

  private final ImmutableSet<String> metrics;

  private TrialsCsv(ImmutableSet<String> metrics) {
    this.metrics = metrics;
  }

  /**
   * The table of a study: the metrics that it optimises, or the primary one of its task if it
   * optimises costs alone, then the validation loss and the costs.
   */
  public static TrialsCsv of(Task task, List<Objective> objectives) {
    List<String> own =
        objectives.stream().map(Objective::metric).collect(Collectors.toCollection(ArrayList::new));
    if (own.stream().allMatch(CostMetric::isCost)) {
      own.add(0, task.primary().on(Split.VALIDATION));
    }
    List<String> always =
        List.of("val_loss", CostMetric.MACS.id(), CostMetric.FLOPS.id(), CostMetric.PARAMS.id());
    return new TrialsCsv(
        Stream.concat(own.stream().filter(id -> !always.contains(id)), always.stream())
            .collect(ImmutableSet.toImmutableSet()));
  }

  /** Column names, in order. */
  public ImmutableList<String> columns() {
    return ImmutableList.<String>builder().addAll(BEFORE).addAll(metrics).addAll(AFTER).build();
  }

  /**
   * Writes or replaces the file. Trials that are open count as interrupted.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; the old file is then unharmed
   */
  public void write(Path file, List<Trial> trials) {
    CsvFile.write(
        file,
        Stream.concat(Stream.of(columns()), trials.stream().map(this::row))
            .<List<String>>map(row -> row)
            .toList());
  }

  private ImmutableList<String> row(Trial trial) {
    return ImmutableList.<String>builder()
        .add(Long.toString(trial.number()))
        .add((trial.isOpen() ? TrialState.INTERRUPTED : trial.state()).id())
        .add(Long.toString(trial.seed()))
        .add(trial.canonicalHash())
        .add(trial.architecture().encoding())
        .add(trial.recipe())
        .add(trial.fidelity().toString())
        .add(text(trial.continues()))
        .addAll(metrics.stream().map(id -> text(trial, id)).toList())
        .add(String.format(Locale.ROOT, "%.3f", trial.trainSeconds()))
        .add(text(trial.duplicateOf()))
        .add(trial.parents().stream().map(String::valueOf).collect(Collectors.joining(";")))
        .add(trial.reason())
        .build();
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }

  /** Value of a metric, a cost without decimals; empty if the trial has none. */
  static String text(Trial trial, String metric) {
    Double value = trial.metrics().get(metric);
    if (value == null) {
      return "";
    }
    return CostMetric.isCost(metric) ? CostMetric.text(value) : Double.toString(value);
  }
}
