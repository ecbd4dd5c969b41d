package dev.espalier.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.trial.Fidelity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What an evaluation may know, made up.
 *
 * @param lastStep report at which it is stopped
 * @param reported the steps so far
 */
public record TestContext(
    long seed,
    Fidelity fidelity,
    Optional<Paused> paused,
    long version,
    int lastStep,
    List<Integer> reported)
    implements TrialContext {

  /** A trial that starts from scratch and is never stopped. */
  public static TestContext of(long seed, Fidelity fidelity) {
    return new TestContext(
        seed, fidelity, Optional.empty(), 0, Integer.MAX_VALUE, new CopyOnWriteArrayList<>());
  }

  /** The same, stopped at a report. */
  public TestContext stoppedAt(int step) {
    return new TestContext(seed, fidelity, paused, version, step, new CopyOnWriteArrayList<>());
  }

  /** The same, going on from where an evaluation stopped. */
  public TestContext from(Evaluation before) {
    Optional<Paused> state = before.state().map(left -> new Paused(before.reached(), left));
    return new TestContext(seed, fidelity, state, version, lastStep, new CopyOnWriteArrayList<>());
  }

  /** The same for shared weights of a version. */
  public TestContext reading(long other) {
    return new TestContext(seed, fidelity, paused, other, lastStep, new CopyOnWriteArrayList<>());
  }

  @Override
  public ImmutableList<Long> parents() {
    return version > 0 ? ImmutableList.of(version - 1) : ImmutableList.of();
  }

  @Override
  public Verdict report(int step, ImmutableMap<String, Double> metrics) {
    reported.add(step);
    return step < lastStep ? Verdict.CONTINUE : Verdict.STOP;
  }
}
