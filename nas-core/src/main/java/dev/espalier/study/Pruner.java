package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.evaluate.TrialContext.Verdict;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Trial;

/**
 * Decides at a report whether an evaluation is worth going on with. Called by many threads at once;
 * the same arguments give the same verdict, so that a study does not depend on how fast its workers
 * are.
 *
 * <pre>{@code
 * Pruner behindTheFirst =
 *     (told, ask, step, metrics) ->
 *         told.stream()
 *             .limit(1)
 *             .map(first -> first.reports().getOrDefault(step, metrics))
 *             .anyMatch(first -> metrics.get("train_loss") > 2 * first.get("train_loss"))
 *             ? TrialContext.Verdict.STOP
 *             : TrialContext.Verdict.CONTINUE;
 * }</pre>
 */
@FunctionalInterface
public interface Pruner {
  /** Lets every evaluation run to its end. */
  Pruner NONE = (told, ask, step, metrics) -> Verdict.CONTINUE;

  /**
   * A trial that was told, and what it reported on its way.
   *
   * @param trial with its outcome
   * @param reports intermediate metrics by step
   */
  record Told(Trial trial, ImmutableSortedMap<Integer, ImmutableMap<String, Double>> reports) {}

  /**
   * The verdict on a report.
   *
   * @param told the trials that had been told when this one was asked for, by number
   * @param ask the trial that reports
   * @param step from 1 upwards
   * @param metrics what it reports
   */
  Verdict judge(ImmutableList<Told> told, Ask ask, int step, ImmutableMap<String, Double> metrics);
}
