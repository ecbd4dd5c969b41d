package dev.espalier.trial;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.Architecture;
import java.util.OptionalLong;

/**
 * One proposal and what became of it. Immutable.
 *
 * @param number position in the study, from 0
 * @param state what became of it
 * @param seed seed of all randomness of its evaluation
 * @param architecture what was tried
 * @param canonicalHash hash of its network; empty if the network could not be built
 * @param recipe hash of the training recipe
 * @param fidelity how far it was trained
 * @param continues the paused trial it went on from
 * @param parents trials it descends from
 * @param metrics measured values and costs by metric id ({@code val_accuracy}, {@code macs}, ...);
 *     costs are there as soon as the network is known
 * @param trainSeconds wall-clock seconds spent training
 * @param duplicateOf the earlier trial whose outcome it shares
 * @param reason why it failed, in one line; empty otherwise
 */
public record Trial(
    long number,
    TrialState state,
    long seed,
    Architecture architecture,
    String canonicalHash,
    String recipe,
    Fidelity fidelity,
    OptionalLong continues,
    ImmutableList<Long> parents,
    ImmutableMap<String, Double> metrics,
    double trainSeconds,
    OptionalLong duplicateOf,
    String reason) {

  /** Whether the trial has scores: its own, or those of the trial it duplicates. */
  public boolean scored() {
    return state == TrialState.COMPLETED || (state == TrialState.DUPLICATE && reason.isEmpty());
  }

  /**
   * Value of a metric.
   *
   * @throws IllegalArgumentException if the trial has no such metric
   */
  public double metric(String id) {
    Double value = metrics.get(id);
    if (value == null) {
      throw new IllegalArgumentException(
          "trial %s (%s) has no metric '%s'; it has %s"
              .formatted(number, state.id(), id, metrics.keySet()));
    }
    return value;
  }

  /** This trial with other metrics. */
  public Trial withMetrics(ImmutableMap<String, Double> values) {
    return new Trial(
        number,
        state,
        seed,
        architecture,
        canonicalHash,
        recipe,
        fidelity,
        continues,
        parents,
        values,
        trainSeconds,
        duplicateOf,
        reason);
  }

  /** This trial with an outcome. */
  public Trial finished(
      TrialState outcome, ImmutableMap<String, Double> measured, double seconds, String why) {
    return new Trial(
        number,
        outcome,
        seed,
        architecture,
        canonicalHash,
        recipe,
        fidelity,
        continues,
        parents,
        ImmutableMap.<String, Double>builder().putAll(metrics).putAll(measured).buildKeepingLast(),
        seconds,
        duplicateOf,
        why);
  }
}
