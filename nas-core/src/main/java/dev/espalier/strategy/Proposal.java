package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.Architecture;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What to try next.
 *
 * @param architecture what
 * @param fidelity how far to train it
 * @param continues the paused trial to go on from
 * @param parents trials it descends from
 */
public record Proposal(
    Architecture architecture,
    Fidelity fidelity,
    OptionalLong continues,
    ImmutableList<Long> parents) {

  /**
   * The trial that came of this proposal, to tell the strategy of, where it is asked and told by
   * hand. Duplicates, states and stores are for {@link dev.espalier.strategy.SearchStrategy}s in a
   * study.
   *
   * @param number of the trial, from 0: how many were finished before
   * @param metrics measured values and costs by id; those of the objectives must be there
   */
  public Trial completed(long number, Map<String, Double> metrics) {
    return finished(number, TrialState.COMPLETED, metrics, "");
  }

  /** The trial that failed, for a reason in one line. */
  public Trial failed(long number, String reason) {
    return finished(number, TrialState.FAILED, ImmutableMap.of(), reason);
  }

  private Trial finished(
      long number, TrialState state, Map<String, Double> metrics, String reason) {
    return new Trial(
        number,
        state,
        number,
        architecture,
        "",
        "",
        fidelity,
        continues,
        parents,
        ImmutableMap.copyOf(metrics),
        0.0,
        OptionalLong.empty(),
        reason);
  }

  /** A fresh trial with the given parents. */
  public static Proposal of(Architecture architecture, Fidelity fidelity, Long... parents) {
    return new Proposal(
        architecture, fidelity, OptionalLong.empty(), ImmutableList.copyOf(parents));
  }
}
