package dev.espalier.trial;

import com.google.common.collect.ImmutableMap;
import dev.espalier.space.Architecture;
import java.util.Map;
import java.util.Optional;

/** Trials for tests. */
public final class TestTrials {
  private TestTrials() {}

  /** What was asked for, with its costs. */
  public static Ask ask(long number) {
    Architecture architecture =
        Architecture.of(ImmutableMap.of("depth", "2", "op", "conv" + number));
    return new Ask(
        number,
        0,
        1000 + number,
        Proposal.of(architecture, new Fidelity(3, 0.5)),
        architecture,
        "hash" + number,
        "recipe",
        ImmutableMap.of("macs", 100.0 + number, "params", 10.0));
  }

  /** A trial that was asked for. */
  public static Trial running(long number) {
    return Trial.open(ask(number));
  }

  /** A score. */
  public static Outcome.Scored scored(Map<String, Double> metrics) {
    return new Outcome.Scored(
        ImmutableMap.copyOf(metrics), new Fidelity(3, 0.5), 1.5, Optional.empty());
  }

  /** A scored trial. */
  public static Trial completed(long number, Map<String, Double> metrics) {
    return running(number).with(scored(metrics));
  }

  /** A trial that could not be scored. */
  public static Trial failed(long number, String reason) {
    return running(number).with(new Outcome.Failed(FailureCause.CANDIDATE, reason));
  }

  /** A trial that shares the outcome of an earlier one. */
  public static Trial duplicate(long number, Trial original) {
    Ask first = original.ask();
    return Trial.open(
            new Ask(
                number,
                0,
                1000 + number,
                Proposal.of(first.architecture(), first.fidelity(), first.number()),
                first.architecture(),
                first.networkHash(),
                first.recipe(),
                first.costs()))
        .with(new Outcome.Shared(original));
  }
}
