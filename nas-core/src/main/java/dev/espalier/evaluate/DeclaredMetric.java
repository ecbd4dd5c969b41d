package dev.espalier.evaluate;

import dev.espalier.objective.Direction;
import dev.espalier.objective.Objective;

/**
 * A metric that an evaluator measures of every candidate.
 *
 * @param id snake_case, such as {@code val_accuracy}
 * @param direction which way is better
 */
public record DeclaredMetric(String id, Direction direction) {

  /** One of which more is better. */
  public static DeclaredMetric maximized(String id) {
    return new DeclaredMetric(id, Direction.MAXIMIZE);
  }

  /** One of which less is better. */
  public static DeclaredMetric minimized(String id) {
    return new DeclaredMetric(id, Direction.MINIMIZE);
  }

  /** Optimises it. */
  public Objective objective() {
    return new Objective(id, direction);
  }
}
