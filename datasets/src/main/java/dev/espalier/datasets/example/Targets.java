package dev.espalier.datasets.example;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;

/** What is to be predicted, one entry a row. Immutable and safe for use by many threads. */
public sealed interface Targets permits Targets.Labels, Targets.Values, StepLabels {

  /** Number of rows. */
  int size();

  /** What they make of a dataset. */
  LearningTask task();

  /** Numbers that a network must put out: one per class, or one per value. */
  int outputs();

  /** The chosen rows, in the given order. */
  Targets subset(int[] chosen);

  /** Adds names and targets to a fingerprint. */
  void addTo(Fingerprint fingerprint);

  /** One class per row, as an index into the class names. */
  final class Labels implements Targets {
    private final int[] labels;
    private final ImmutableList<String> classNames;

    private Labels(int[] labels, ImmutableList<String> classNames) {
      this.labels = labels;
      this.classNames = classNames;
    }

    /**
     * Labels with their names.
     *
     * @param labels each in [0, number of classes)
     * @throws IllegalArgumentException if a label has no name or a name occurs twice
     */
    public static Labels of(int[] labels, List<String> classNames) {
      if (classNames.stream().distinct().count() != classNames.size()) {
        throw new IllegalArgumentException("a class name occurs twice in " + classNames);
      }
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] < 0 || labels[row] >= classNames.size()) {
          throw new IllegalArgumentException(
              "label %s of row %s must lie in [0, %s)"
                  .formatted(labels[row], row, classNames.size()));
        }
      }
      return new Labels(labels.clone(), ImmutableList.copyOf(classNames));
    }

    /** Class names; the position is the label. */
    public ImmutableList<String> classNames() {
      return classNames;
    }

    /** The class of one row. */
    public int label(int row) {
      return labels[row];
    }

    /** Rows of each class, in the order of the class names. */
    public int[] counts() {
      int[] counts = new int[classNames.size()];
      for (int label : labels) {
        counts[label]++;
      }
      return counts;
    }

    /** All labels, as a copy. */
    public int[] toArray() {
      return labels.clone();
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public LearningTask task() {
      return LearningTask.CLASSIFICATION;
    }

    @Override
    public int outputs() {
      return classNames.size();
    }

    @Override
    public Labels subset(int[] chosen) {
      int[] picked = new int[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        picked[i] = labels[Objects.checkIndex(chosen[i], labels.length)];
      }
      return new Labels(picked, classNames);
    }

    @Override
    public void addTo(Fingerprint fingerprint) {
      fingerprint.add(classNames);
      for (int label : labels) {
        fingerprint.add(label);
      }
    }
  }

  /** Real values per row, in their own units (not scaled). */
  final class Values implements Targets {
    private final double[][] values;
    private final ImmutableList<String> names;

    private Values(double[][] values, ImmutableList<String> names) {
      this.values = values;
      this.names = names;
    }

    /**
     * Values with the names of their columns.
     *
     * @param values {@code [rows][names]}, finite
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public static Values of(double[][] values, List<String> names) {
      double[][] copy = new double[values.length][];
      for (int row = 0; row < values.length; row++) {
        if (values[row].length != names.size()) {
          throw new IllegalArgumentException(
              "row %s has %s values, needs %s %s"
                  .formatted(row, values[row].length, names.size(), names));
        }
        for (double value : values[row]) {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "row %s holds %s; targets must be finite".formatted(row, value));
          }
        }
        copy[row] = values[row].clone();
      }
      return new Values(copy, ImmutableList.copyOf(names));
    }

    /** Names of the values. */
    public ImmutableList<String> names() {
      return names;
    }

    /** One value of one row. */
    public double value(int row, int index) {
      return values[row][index];
    }

    /** Copies the values of one row. */
    public void copyRow(int row, double[] destination, int offset) {
      System.arraycopy(values[row], 0, destination, offset, names.size());
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public LearningTask task() {
      return LearningTask.REGRESSION;
    }

    @Override
    public int outputs() {
      return names.size();
    }

    @Override
    public Values subset(int[] chosen) {
      double[][] picked = new double[chosen.length][];
      for (int i = 0; i < chosen.length; i++) {
        // Rows are never handed out, so both may hold the same array.
        picked[i] = values[Objects.checkIndex(chosen[i], values.length)];
      }
      return new Values(picked, names);
    }

    @Override
    public void addTo(Fingerprint fingerprint) {
      fingerprint.add(names);
      for (double[] row : values) {
        fingerprint.add(row);
      }
    }
  }
}
