package dev.espalier.objective;

import java.util.Arrays;

/**
 * Class probabilities {@code [rows][classes]} and the true class of each row. A language model's
 * rows are its tokens, its classes the vocabulary.
 */
public final class ClassPredictions implements Predictions {
  /** How far a row of single-precision probabilities may be from summing to one. */
  private static final double SLACK = 1e-3;

  private final double[][] probabilities;
  private final int[] labels;

  private ClassPredictions(double[][] probabilities, int[] labels) {
    this.probabilities = probabilities;
    this.labels = labels;
  }

  /**
   * Checks and copies.
   *
   * @param probabilities {@code [rows][classes]}, each row in [0, 1] and summing to 1; at least one
   *     row and two classes
   * @param labels the true classes, from 0
   * @throws IllegalArgumentException naming the row that is wrong
   */
  public static ClassPredictions of(double[][] probabilities, int[] labels) {
    Rows.require(probabilities.length, labels.length);
    int classes = probabilities[0].length;
    if (classes < 2) {
      throw new IllegalArgumentException("classes (%s) must be at least 2".formatted(classes));
    }
    for (int row = 0; row < labels.length; row++) {
      Rows.requireLength(row, probabilities[row].length, classes);
      requireDistribution(row, probabilities[row]);
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "label of row %s (%s) must lie in [0, %s]".formatted(row, labels[row], classes - 1));
      }
    }
    return new ClassPredictions(Rows.copy(probabilities), labels.clone());
  }

  /** {@link #of(double[][], int[])} for single-precision numbers. */
  public static ClassPredictions of(float[][] probabilities, int[] labels) {
    return of(Rows.widen(probabilities), labels);
  }

  private static void requireDistribution(int row, double[] probabilities) {
    double sum = 0.0;
    for (double probability : probabilities) {
      if (!(probability >= 0.0 && probability <= 1.0 + SLACK)) { // this way round rejects NaN
        throw new IllegalArgumentException(
            "probability in row %s (%s) must lie in [0, 1]".formatted(row, probability));
      }
      sum += probability;
    }
    if (Math.abs(sum - 1.0) > SLACK) {
      throw new IllegalArgumentException(
          "probabilities of row %s sum to %s, must sum to 1".formatted(row, sum));
    }
  }

  @Override
  public int rows() {
    return labels.length;
  }

  @Override
  public ClassPredictions rows(int[] chosen) {
    double[][] some = new double[chosen.length][];
    int[] right = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      some[i] = probabilities[chosen[i]];
      right[i] = labels[chosen[i]];
    }
    return new ClassPredictions(some, right);
  }

  /** Number of classes, at least 2. */
  public int classCount() {
    return probabilities[0].length;
  }

  public double probability(int row, int label) {
    return probabilities[row][label];
  }

  /** True class of a row. */
  public int label(int row) {
    return labels[row];
  }

  /** The most probable class; the lowest of several. */
  public int predicted(int row) {
    int best = 0;
    for (int label = 1; label < classCount(); label++) {
      if (probabilities[row][label] > probabilities[row][best]) {
        best = label;
      }
    }
    return best;
  }

  /** Rows of each true class. */
  int[] support() {
    int[] support = new int[classCount()];
    Arrays.stream(labels).forEach(label -> support[label]++);
    return support;
  }

  @Override
  public ClassPredictions classes() {
    return this;
  }

  @Override
  public ValuePredictions values() {
    throw new IllegalArgumentException(
        "predictions are probabilities of %s classes, must be values".formatted(classCount()));
  }
}
