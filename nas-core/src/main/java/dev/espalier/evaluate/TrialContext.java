package dev.espalier.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import dev.espalier.trial.Fidelity;
import java.util.Optional;

/** What an evaluation may know of its trial, and how it reports on the way. Thread-safe. */
public interface TrialContext {

  /** Seed of all randomness of this trial; of a continued trial, that of its first ancestor. */
  long seed();

  /** How far to train, in total. */
  Fidelity fidelity();

  /**
   * What the trial goes on from; empty if it starts from scratch.
   *
   * @return how far the paused trial was trained, and its state as it left it
   */
  Optional<Paused> paused();

  /**
   * Version of shared weights that this trial reads: how many trials had been told when it was
   * asked for, however late a worker takes it up.
   */
  long version();

  /**
   * Numbers of the trials that the candidate descends from, all of them told before this trial was
   * asked for; empty if it was drawn.
   */
  ImmutableList<Long> parents();

  /**
   * Reports intermediate metrics, such as the loss after an epoch. The answer is decided by the
   * trials that were told when this one was asked for, so it does not depend on other workers.
   *
   * @param step from 1 upwards
   */
  Verdict report(int step, ImmutableMap<String, Double> metrics);

  /** Whether an evaluation is worth going on with. */
  enum Verdict {
    CONTINUE,
    /** Return what was measured so far; the trial counts as pruned. */
    STOP
  }

  /**
   * Where a paused trial stopped.
   *
   * @param reached how far it was trained
   * @param state what its evaluation left as {@link Evaluation#state}
   */
  record Paused(Fidelity reached, ByteSource state) {}
}
