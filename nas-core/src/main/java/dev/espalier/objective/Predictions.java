package dev.espalier.objective;

/** What a model said of some examples, and what would have been right. Immutable. */
public sealed interface Predictions permits ClassPredictions, ValuePredictions {

  /** Number of examples, at least 1. */
  int rows();

  /** Some of the rows, in this order; a row may stand there more than once. */
  Predictions rows(int[] chosen);

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
