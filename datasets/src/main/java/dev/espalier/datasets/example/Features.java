package dev.espalier.datasets.example;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The features of many examples: one row of {@code shape().size()} finite floats each. Sequences
 * are stored without their padding, which {@link #copyRow} adds. Immutable and safe for use by many
 * threads; a subset shares its numbers with the whole.
 */
public final class Features {
  private final FeatureShape shape;
  private final float[] values;

  /** Where each stored row starts, and where the last one ends. */
  private final int[] starts;

  private final int[] rows;

  private Features(FeatureShape shape, float[] values, int[] starts, int[] rows) {
    this.shape = shape;
    this.values = values;
    this.starts = starts;
    this.rows = rows;
  }

  /**
   * Starts features of a known number of rows.
   *
   * @throws IllegalArgumentException if rows is negative or, where all rows are of one length, all
   *     values exceed one Java array
   */
  public static Builder builder(FeatureShape shape, int rows) {
    return new Builder(shape, rows);
  }

  /** Shape of one row. */
  public FeatureShape shape() {
    return shape;
  }

  /** Number of rows. */
  public int size() {
    return rows.length;
  }

  /**
   * Steps of a row that are no padding, from 1 to {@code shape().steps()}; they come first.
   *
   * @throws IndexOutOfBoundsException if the row does not exist
   */
  public int length(int row) {
    int stored = rows[Objects.checkIndex(row, rows.length)];
    return (starts[stored + 1] - starts[stored]) / shape.stepSize();
  }

  /** Whether one of the rows has padding. */
  public boolean isPadded(int[] chosen) {
    return IntStream.of(chosen).anyMatch(row -> length(row) < shape.steps());
  }

  /**
   * Copies one row, with zeros for its padding.
   *
   * @param row in [0, size)
   * @param destination receives {@code shape().size()} floats
   * @param offset where in the destination the row starts
   * @throws IndexOutOfBoundsException if the row does not exist or does not fit
   */
  public void copyRow(int row, float[] destination, int offset) {
    int length = length(row);
    int steps = shape.steps();
    int from = starts[rows[row]];
    Objects.checkFromIndexSize(offset, shape.size(), destination.length);
    if (length == steps) {
      System.arraycopy(values, from, destination, offset, shape.size());
      return;
    }
    for (int feature = 0; feature < shape.stepSize(); feature++) {
      int to = offset + feature * steps;
      System.arraycopy(values, from + feature * length, destination, to, length);
      Arrays.fill(destination, to + length, to + steps, 0.0f);
    }
  }

  /** One row as a new array, with its padding. */
  public float[] row(int row) {
    float[] copy = new float[shape.size()];
    copyRow(row, copy, 0);
    return copy;
  }

  /**
   * The chosen rows, in the given order; a row may be chosen more than once.
   *
   * @throws IndexOutOfBoundsException if a row does not exist
   */
  public Features subset(int[] chosen) {
    int[] mapped = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      mapped[i] = rows[Objects.checkIndex(chosen[i], rows.length)];
    }
    return new Features(shape, values, starts, mapped);
  }

  /** Collects rows one by one. For one thread. */
  public static final class Builder {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final FeatureShape shape;
    private final int[] starts;
    private float[] values;
    private int added;

    private Builder(FeatureShape shape, int rows) {
      // Sequences may be shorter than the shape says: their array grows with them.
      long total = shape.steps() == 1 ? (long) rows * shape.size() : 0;
      if (rows < 0 || total > LARGEST) {
        throw new IllegalArgumentException(
            "%s rows of %s features do not fit one array of at most %s values"
                .formatted(rows, shape.size(), LARGEST));
      }
      this.shape = shape;
      this.starts = new int[rows + 1];
      this.values = new float[(int) total];
    }

    /**
     * Adds the next row, copying it.
     *
     * @param row {@code shape().size()} floats; for a sequence {@code [stepSize, length]}, of at
     *     least one step and at most those of the shape, without padding
     * @throws IllegalArgumentException if the row has the wrong length, holds a NaN or an infinity,
     *     is one too many, or all values exceed one Java array
     */
    public Builder add(float[] row) {
      requireFit(row);
      for (float value : row) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "row %s holds %s; features must be finite".formatted(added, value));
        }
      }
      int start = starts[added];
      grow((long) start + row.length);
      System.arraycopy(row, 0, values, start, row.length);
      added++;
      starts[added] = start + row.length;
      return this;
    }

    private void requireFit(float[] row) {
      int length = row.length / shape.stepSize();
      if (row.length % shape.stepSize() != 0 || length < 1 || length > shape.steps()) {
        throw new IllegalArgumentException(
            "row %s has %s features, %s needs %s%s"
                .formatted(
                    added, row.length, shape, shape.steps() == 1 ? "" : "at most ", shape.size()));
      }
      if (added == starts.length - 1) {
        throw new IllegalArgumentException("all %s rows have been added".formatted(added));
      }
    }

    private void grow(long needed) {
      if (needed > LARGEST) {
        throw new IllegalArgumentException(
            "%s rows exceed one array of at most %s values".formatted(added + 1, LARGEST));
      }
      if (needed > values.length) {
        values =
            Arrays.copyOf(values, (int) Math.min(LARGEST, Math.max(needed, 2L * values.length)));
      }
    }

    /**
     * The features. The builder's work ends here: its array now belongs to the features.
     *
     * @throws IllegalStateException if rows are missing
     */
    public Features build() {
      int capacity = starts.length - 1;
      if (added != capacity) {
        throw new IllegalStateException("%s of %s rows were added".formatted(added, capacity));
      }
      int[] rows = new int[capacity];
      Arrays.setAll(rows, i -> i);
      int used = starts[capacity];
      return new Features(
          shape, used == values.length ? values : Arrays.copyOf(values, used), starts, rows);
    }
  }
}
