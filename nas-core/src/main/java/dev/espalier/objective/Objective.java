package dev.espalier.objective;

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
}
