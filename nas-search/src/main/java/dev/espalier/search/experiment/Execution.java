package dev.espalier.search.experiment;

import static dev.espalier.search.experiment.Checks.atLeast;

import java.util.OptionalLong;

/**
 * How trials are run. None of this changes what a trial scores that comes to its end.
 *
 * @param workers trials trained side by side, at least 1
 * @param retries further attempts after a failure, not negative
 * @param maxFailedTrials failed trials after which the search gives up, at least 1
 * @param trialTimeoutSeconds wall-clock limit of one trial, at least 1
 * @param trialMemory bytes that one trial may take, at least {@link #LEAST_MEMORY}; empty for any
 * @param isolation where trials are evaluated
 */
public record Execution(
    int workers,
    int retries,
    int maxFailedTrials,
    int trialTimeoutSeconds,
    OptionalLong trialMemory,
    Isolation isolation) {
  /** Least {@link #trialMemory}, in bytes. */
  public static final long LEAST_MEMORY = 1L << 20;

  public Execution {
    atLeast("workers", workers, 1);
    atLeast("retries", retries, 0);
    atLeast("maxFailedTrials", maxFailedTrials, 1);
    atLeast("trialTimeoutSeconds", trialTimeoutSeconds, 1);
    if (trialMemory.orElse(LEAST_MEMORY) < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "trialMemory (%s bytes) must be at least %s bytes"
              .formatted(trialMemory.getAsLong(), LEAST_MEMORY));
    }
  }

  /** One worker a processor, at most 4; no retries; 10 failures; 600 seconds; any memory. */
  public static Execution standard() {
    return new Execution(
        Math.min(4, Runtime.getRuntime().availableProcessors()),
        0,
        10,
        600,
        OptionalLong.empty(),
        Isolation.THREAD);
  }

  public Execution workers(int count) {
    return new Execution(
        count, retries, maxFailedTrials, trialTimeoutSeconds, trialMemory, isolation);
  }

  public Execution retries(int count) {
    return new Execution(
        workers, count, maxFailedTrials, trialTimeoutSeconds, trialMemory, isolation);
  }

  public Execution maxFailedTrials(int count) {
    return new Execution(workers, retries, count, trialTimeoutSeconds, trialMemory, isolation);
  }

  public Execution trialTimeoutSeconds(int seconds) {
    return new Execution(workers, retries, maxFailedTrials, seconds, trialMemory, isolation);
  }

  public Execution trialMemory(long bytes) {
    return new Execution(
        workers, retries, maxFailedTrials, trialTimeoutSeconds, OptionalLong.of(bytes), isolation);
  }

  public Execution isolation(Isolation where) {
    return new Execution(
        workers, retries, maxFailedTrials, trialTimeoutSeconds, trialMemory, where);
  }
}
