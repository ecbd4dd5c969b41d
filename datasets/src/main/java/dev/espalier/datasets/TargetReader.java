package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Turns targets from texts into classes or values. */
final class TargetReader {
  /** Whole numbers with more different values than this are taken for values, not for classes. */
  static final int MAX_NUMBERED_CLASSES = 20;

  private final LearningTask task;
  private final ImmutableList<String> names;
  private final ImmutableList<String> classNames;

  private TargetReader(
      LearningTask task, ImmutableList<String> names, ImmutableList<String> classNames) {
    this.task = task;
    this.names = names;
    this.classNames = classNames;
  }

  /**
   * Decides the task, where the spec does not, and the classes.
   *
   * @throws DatasetException if there is but one class
   */
  static TargetReader of(RawDataset<?> raw, DatasetSpec spec) {
    RawPart<?> part = raw.development();
    Set<String> different = new TreeSet<>(byNumberThenText());
    part.targets().forEach(different::addAll);
    LearningTask task = spec.task() == null ? guess(raw, different) : spec.task();
    if (task == LearningTask.REGRESSION) {
      return new TargetReader(task, raw.targetNames(), ImmutableList.of());
    }
    for (int row = 0; row < part.size(); row++) {
      if (part.targets().get(row).get(0).isEmpty()) {
        throw part.rows().fault(row, "label '%s' is empty".formatted(raw.targetNames().get(0)));
      }
    }
    ImmutableList<String> classes =
        raw.classNames().isEmpty() ? ImmutableList.copyOf(different) : raw.classNames();
    if (different.size() < 2) {
      throw new DatasetException(
          part.rows().source(),
          "all %s examples are of one class %s; classification needs two"
              .formatted(part.size(), different));
    }
    return new TargetReader(task, raw.targetNames(), classes);
  }

  private static LearningTask guess(RawDataset<?> raw, Set<String> different) {
    if (raw.targetNames().size() > 1) {
      return LearningTask.REGRESSION;
    }
    boolean numbers = different.stream().allMatch(text -> Table.parse(text).isPresent());
    boolean whole =
        numbers
            && different.stream()
                .allMatch(text -> Table.parse(text).orElseThrow() % 1 == 0 && !text.contains("."));
    return numbers && !(whole && different.size() <= MAX_NUMBERED_CLASSES)
        ? LearningTask.REGRESSION
        : LearningTask.CLASSIFICATION;
  }

  /** So that class 10 comes after class 9. */
  private static Comparator<String> byNumberThenText() {
    return Comparator.<String>comparingDouble(
            text -> Table.parse(text).orElse(Double.POSITIVE_INFINITY))
        .thenComparing(Comparator.naturalOrder());
  }

  LearningTask task() {
    return task;
  }

  /**
   * The targets of some rows.
   *
   * @throws DatasetException if a label is no known class or a value is no number
   */
  Targets read(RawPart<?> part) {
    return task == LearningTask.CLASSIFICATION ? labels(part) : values(part);
  }

  private Targets.Labels labels(RawPart<?> part) {
    int[] labels = new int[part.size()];
    for (int row = 0; row < labels.length; row++) {
      String text = part.targets().get(row).get(0);
      labels[row] = classNames.indexOf(text);
      if (labels[row] < 0) {
        throw part.rows()
            .fault(row, "label '%s' is not one of the classes %s".formatted(text, classNames));
      }
    }
    return Targets.Labels.of(labels, classNames);
  }

  private Targets.Values values(RawPart<?> part) {
    float[][] values = new float[part.size()][names.size()];
    for (int row = 0; row < values.length; row++) {
      for (int i = 0; i < names.size(); i++) {
        String text = part.targets().get(row).get(i);
        var number = Table.parse(text);
        if (number.isEmpty()) {
          throw part.rows()
              .fault(
                  row,
                  "label '%s' is '%s'; regression needs a number".formatted(names.get(i), text));
        }
        values[row][i] = (float) number.getAsDouble();
      }
    }
    return Targets.Values.of(values, names);
  }

  /** How to read a model's outputs; scales are learned from the training rows. */
  TargetEncoding encoding(Targets targets, int[] train) {
    if (targets instanceof Targets.Values values) {
      List<double[]> rows = new ArrayList<>();
      for (int row : train) {
        double[] copy = new double[names.size()];
        for (int i = 0; i < copy.length; i++) {
          copy[i] = values.value(row, i);
        }
        rows.add(copy);
      }
      return TargetEncoding.values(names, rows);
    }
    return TargetEncoding.classes(classNames);
  }

  /** A class that training never sees cannot be learned: the split or the data is wrong. */
  void requireEveryClass(Targets targets, int[] train, String source) {
    if (targets instanceof Targets.Labels labels) {
      int[] counts = labels.subset(train).counts();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 0) {
          throw new DatasetException(
              source,
              "class '%s' has no example in the training split of %s"
                  .formatted(classNames.get(i), train.length));
        }
      }
    }
  }
}
