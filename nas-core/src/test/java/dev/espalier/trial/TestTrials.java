package dev.espalier.trial;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.Architecture;
import java.util.Map;
import java.util.OptionalLong;

/** Trials for tests. */
public final class TestTrials {
  private TestTrials() {}

  /** A trial that was asked for, with its costs. */
  public static Trial running(long number) {
    return new Trial(
        number,
        TrialState.RUNNING,
        1000 + number,
        Architecture.of(ImmutableMap.of("depth", "2", "op", "conv" + number)),
        "hash" + number,
        "recipe",
        new Fidelity(3, 0.5),
        OptionalLong.empty(),
        ImmutableList.of(),
        ImmutableMap.of("macs", 100.0 + number, "params", 10.0),
        0.0,
        OptionalLong.empty(),
        "");
  }

  /** A scored trial. */
  public static Trial completed(long number, Map<String, Double> metrics) {
    return running(number).finished(TrialState.COMPLETED, ImmutableMap.copyOf(metrics), 1.5, "");
  }

  /** A trial that could not be scored. */
  public static Trial failed(long number, String reason) {
    return running(number).finished(TrialState.FAILED, ImmutableMap.of(), 0.25, reason);
  }

  /** A trial that shares the outcome of an earlier one. */
  public static Trial duplicate(long number, Trial original) {
    Trial running = running(number);
    return new Trial(
        number,
        TrialState.DUPLICATE,
        running.seed(),
        original.architecture(),
        original.canonicalHash(),
        original.recipe(),
        original.fidelity(),
        OptionalLong.empty(),
        ImmutableList.of(original.number()),
        original.metrics(),
        0.0,
        OptionalLong.of(original.number()),
        original.reason());
  }
}
