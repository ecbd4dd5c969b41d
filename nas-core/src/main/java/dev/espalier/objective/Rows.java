package dev.espalier.objective;

import java.util.Arrays;

/** Checks and copies of arrays {@code [rows][columns]}. */
final class Rows {
  private Rows() {}

  static void require(int predictions, int targets) {
    if (predictions != targets || predictions == 0) {
      throw new IllegalArgumentException(
          "%s predictions for %s targets: must be as many, and at least one"
              .formatted(predictions, targets));
    }
  }

  static void requireLength(int row, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "row %s has %s columns, must have %s as row 0 has".formatted(row, length, expected));
    }
  }

  static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  static double[][] widen(float[][] rows) {
    double[][] wide = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      wide[row] = new double[rows[row].length];
      for (int column = 0; column < rows[row].length; column++) {
        wide[row][column] = rows[row][column];
      }
    }
    return wide;
  }
}
