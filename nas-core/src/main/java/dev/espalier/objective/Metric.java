package dev.espalier.objective;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A measurement of predictions. Immutable and thread-safe.
 *
 * @param id stable, snake_case, such as {@code macro_f1}
 * @param direction which way is better
 * @param formula finite for all predictions of its task, or throws IllegalArgumentException saying
 *     why it is not defined for them
 * @param error its standard error, where there is a formula for that
 */
public record Metric(
    String id,
    Direction direction,
    ToDoubleFunction<Predictions> formula,
    Optional<ToDoubleFunction<Predictions>> error) {

  /** A metric whose standard error is found by resampling. */
  public Metric(String id, Direction direction, ToDoubleFunction<Predictions> formula) {
    this(id, direction, formula, Optional.empty());
  }

  /**
   * Measures.
   *
   * @throws IllegalArgumentException if the metric is not defined for these predictions
   */
  public double measure(Predictions predictions) {
    return formula.applyAsDouble(predictions);
  }

  /**
   * One standard error of {@link #measure}, as there are only so many rows: by the metric's own
   * formula, or by resampling the rows.
   *
   * @return NaN where it cannot be told
   */
  public double standardError(Predictions predictions) {
    return error
        .map(known -> known.applyAsDouble(predictions))
        .orElseGet(() -> Bootstrap.standardError(this, predictions));
  }

  /** Id of the metric on a split, such as {@code val_accuracy}. */
  public String on(Split split) {
    return split.prefix() + "_" + id;
  }

  /** Optimises this metric on a split. */
  public Objective objective(Split split) {
    return new Objective(on(split), direction);
  }

  @Override
  public String toString() {
    return id;
  }
}
