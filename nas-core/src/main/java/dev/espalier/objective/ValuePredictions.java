package dev.espalier.objective;

/** Predicted values {@code [rows][outputs]} and the true ones. */
public final class ValuePredictions implements Predictions {
  private final double[][] predicted;
  private final double[][] targets;

  private ValuePredictions(double[][] predicted, double[][] targets) {
    this.predicted = predicted;
    this.targets = targets;
  }

  /**
   * Checks and copies.
   *
   * @param predicted {@code [rows][outputs]}, finite; at least one of each
   * @param targets the true values, of the same shape
   * @throws IllegalArgumentException naming the row that is wrong
   */
  public static ValuePredictions of(double[][] predicted, double[][] targets) {
    Rows.require(predicted.length, targets.length);
    int outputs = predicted[0].length;
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs (%s) must be at least 1".formatted(outputs));
    }
    for (int row = 0; row < predicted.length; row++) {
      Rows.requireLength(row, predicted[row].length, outputs);
      Rows.requireLength(row, targets[row].length, outputs);
      for (int output = 0; output < outputs; output++) {
        requireFinite("prediction", row, predicted[row][output]);
        requireFinite("target", row, targets[row][output]);
      }
    }
    return new ValuePredictions(Rows.copy(predicted), Rows.copy(targets));
  }

  /** {@link #of(double[][], double[][])} for single-precision numbers. */
  public static ValuePredictions of(float[][] predicted, float[][] targets) {
    return of(Rows.widen(predicted), Rows.widen(targets));
  }

  private static void requireFinite(String what, int row, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s of row %s (%s) must be finite".formatted(what, row, value));
    }
  }

  @Override
  public int rows() {
    return predicted.length;
  }

  @Override
  public ValuePredictions rows(int[] chosen) {
    double[][] some = new double[chosen.length][];
    double[][] right = new double[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      some[i] = predicted[chosen[i]];
      right[i] = targets[chosen[i]];
    }
    return new ValuePredictions(some, right);
  }

  /** Number of values a row, at least 1. */
  public int outputs() {
    return predicted[0].length;
  }

  public double predicted(int row, int output) {
    return predicted[row][output];
  }

  public double target(int row, int output) {
    return targets[row][output];
  }

  @Override
  public ClassPredictions classes() {
    throw new IllegalArgumentException(
        "predictions are %s values a row, must be class probabilities".formatted(outputs()));
  }

  @Override
  public ValuePredictions values() {
    return this;
  }
}
