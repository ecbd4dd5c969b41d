package dev.espalier.search.experiment;

import static dev.espalier.search.experiment.Checks.atLeast;

/**
 * How trials are run. None of this changes what a trial scores.
 *
 * @param workers trials trained side by side, at least 1
 * @param retries further attempts after a failure, not negative
 * @param maxFailedTrials failed trials after which the search gives up, at least 1
 * @param trialTimeoutSeconds wall-clock limit of one trial, at least 1
 */
public record Execution(int workers, int retries, int maxFailedTrials, int trialTimeoutSeconds) {
  public Execution {
    atLeast("workers", workers, 1);
    atLeast("retries", retries, 0);
    atLeast("maxFailedTrials", maxFailedTrials, 1);
    atLeast("trialTimeoutSeconds", trialTimeoutSeconds, 1);
  }

  /** One worker a processor, at most 4; no retries; 10 failures; 600 seconds. */
  public static Execution standard() {
    return new Execution(Math.min(4, Runtime.getRuntime().availableProcessors()), 0, 10, 600);
  }

  public Execution workers(int count) {
    return new Execution(count, retries, maxFailedTrials, trialTimeoutSeconds);
  }
}
