package dev.espalier.datasets.example;

import java.util.Arrays;
import java.util.Objects;

/**
 * The features of many examples: one row of {@code shape().size()} finite floats each. Immutable
 * and safe for use by many threads; a subset shares its numbers with the whole.
 */
public final class Features {
  private final FeatureShape shape;
  private final float[] values;
  private final int[] rows;

  private Features(FeatureShape shape, float[] values, int[] rows) {
    this.shape = shape;
    this.values = values;
    this.rows = rows;
  }

  /**
   * Starts features of a known number of rows.
   *
   * @throws IllegalArgumentException if rows is negative or all values exceed one Java array
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
   * Copies one row.
   *
   * @param row in [0, size)
   * @param destination receives {@code shape().size()} floats
   * @param offset where in the destination the row starts
   * @throws IndexOutOfBoundsException if the row does not exist or does not fit
   */
  public void copyRow(int row, float[] destination, int offset) {
    int start = rows[Objects.checkIndex(row, rows.length)] * shape.size();
    System.arraycopy(values, start, destination, offset, shape.size());
  }

  /** One row as a new array. */
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
    return new Features(shape, values, mapped);
  }

  /** Collects rows one by one. For one thread. */
  public static final class Builder {
    private final FeatureShape shape;
    private final int capacity;
    private final float[] values;
    private int added;

    private Builder(FeatureShape shape, int rows) {
      long total = (long) rows * shape.size();
      if (rows < 0 || total > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "%d rows of %d features do not fit one array of at most %d values"
                .formatted(rows, shape.size(), Integer.MAX_VALUE - 8));
      }
      this.shape = shape;
      this.capacity = rows;
      this.values = new float[(int) total];
    }

    /**
     * Adds the next row, copying it.
     *
     * @throws IllegalArgumentException if the row has the wrong length, holds a NaN or an infinity,
     *     or is one too many
     */
    public Builder add(float[] row) {
      if (row.length != shape.size()) {
        throw new IllegalArgumentException(
            "row %d has %d features, %s needs %d"
                .formatted(added, row.length, shape, shape.size()));
      }
      if (added == capacity) {
        throw new IllegalArgumentException("all %d rows have been added".formatted(capacity));
      }
      for (float value : row) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "row %d holds %s; features must be finite".formatted(added, value));
        }
      }
      System.arraycopy(row, 0, values, added * row.length, row.length);
      added++;
      return this;
    }

    /**
     * The features. The builder's work ends here: its array now belongs to the features.
     *
     * @throws IllegalStateException if rows are missing
     */
    public Features build() {
      if (added != capacity) {
        throw new IllegalStateException("%d of %d rows were added".formatted(added, capacity));
      }
      int[] rows = new int[capacity];
      Arrays.setAll(rows, i -> i);
      return new Features(shape, values, rows);
    }
  }
}
