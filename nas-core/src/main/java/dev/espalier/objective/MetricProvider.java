package dev.espalier.objective;

/**
 * A metric of a user's own; found by {@link java.util.ServiceLoader}, so implementations have a
 * public constructor without parameters. Thread-safe.
 */
public interface MetricProvider {

  /** The task whose predictions it measures. */
  Task task();

  /** The metric; its id must not be that of another metric of the task. */
  Metric metric();
}
