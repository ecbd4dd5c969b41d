package dev.espalier.objective;

/** What a model said of some examples, and what would have been right. Immutable. */
public sealed interface Predictions permits ClassPredictions, ValuePredictions {

  /** Number of examples, at least 1. */
  int rows();

  /**
   * These predictions, if they are of classes.
   *
   * @throws IllegalArgumentException if they are values
   */
  ClassPredictions classes();

  /**
   * These predictions, if they are values.
   *
   * @throws IllegalArgumentException if they are of classes
   */
  ValuePredictions values();
}
