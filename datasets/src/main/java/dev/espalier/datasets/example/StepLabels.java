package dev.espalier.datasets.example;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One class for each step of each row, as an index into the class names: for language models the
 * token that comes next. Immutable and safe for use by many threads.
 */
public final class StepLabels implements Targets {
  private final int[][] labels;
  private final ImmutableList<String> classNames;

  private StepLabels(int[][] labels, ImmutableList<String> classNames) {
    this.labels = labels;
    this.classNames = classNames;
  }

  /**
   * Labels with their names.
   *
   * @param labels {@code [rows][steps]}, rows may differ in length; each in [0, number of classes)
   * @throws IllegalArgumentException if a label has no name or a name occurs twice
   */
  public static StepLabels of(int[][] labels, List<String> classNames) {
    if (classNames.stream().distinct().count() != classNames.size()) {
      throw new IllegalArgumentException("a class name occurs twice in " + classNames);
    }
    int[][] copy = new int[labels.length][];
    for (int row = 0; row < labels.length; row++) {
      copy[row] = labels[row].clone();
      for (int step = 0; step < copy[row].length; step++) {
        if (copy[row][step] < 0 || copy[row][step] >= classNames.size()) {
          throw new IllegalArgumentException(
              "label %s of row %s, step %s must lie in [0, %s)"
                  .formatted(copy[row][step], row, step, classNames.size()));
        }
      }
    }
    return new StepLabels(copy, ImmutableList.copyOf(classNames));
  }

  /** Class names; the position is the label. */
  public ImmutableList<String> classNames() {
    return classNames;
  }

  /** Number of steps of one row. */
  public int length(int row) {
    return labels[row].length;
  }

  /** The class of one step. */
  public int label(int row, int step) {
    return labels[row][step];
  }

  /** Steps of each class, in the order of the class names. */
  public int[] counts() {
    int[] counts = new int[classNames.size()];
    for (int[] row : labels) {
      for (int label : row) {
        counts[label]++;
      }
    }
    return counts;
  }

  /** All labels, row after row. */
  public int[] toArray() {
    return Arrays.stream(labels).flatMapToInt(Arrays::stream).toArray();
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public LearningTask task() {
    return LearningTask.LANGUAGE_MODEL;
  }

  /** One a class, at each step. */
  @Override
  public int outputs() {
    return classNames.size();
  }

  @Override
  public StepLabels subset(int[] chosen) {
    int[][] picked = new int[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      // Rows are never handed out, so both may hold the same array.
      picked[i] = labels[Objects.checkIndex(chosen[i], labels.length)];
    }
    return new StepLabels(picked, classNames);
  }

  @Override
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(classNames);
    for (int[] row : labels) {
      fingerprint.add(row.length);
      for (int label : row) {
        fingerprint.add(label);
      }
    }
  }
}
