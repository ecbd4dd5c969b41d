package dev.espalier.evaluate;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;

/** What an evaluation may know of its trial, and how it reports on the way. */
public interface TrialContext {

  /** Seed of all randomness of this trial. */
  long seed();

  Fidelity fidelity();

  /** Wall-clock limit for the evaluation; past it the trial fails with a time-out. */
  Duration timeLimit();

  /**
   * Reports intermediate metrics, such as the validation accuracy after an epoch.
   *
   * @param step from 1 upwards
   * @return whether to go on
   */
  boolean report(int step, ImmutableMap<String, Double> metrics);
}
