package dev.espalier.objective;

import dev.espalier.trial.Trial;

/**
 * What a study optimises.
 *
 * @param metric metric id, such as {@code val_accuracy} or {@code macs}
 * @param direction which way is better
 */
public record Objective(String metric, Direction direction) {
  public static Objective maximize(String metric) {
    return new Objective(metric, Direction.MAXIMIZE);
  }

  public static Objective minimize(String metric) {
    return new Objective(metric, Direction.MINIMIZE);
  }

  /** The trial's value, negated if less is better: greater is always better in what comes out. */
  public double score(Trial trial) {
    return direction.orient(trial.metric(metric)) + 0.0; // turns -0.0, which sorts lower, into 0.0
  }
}
