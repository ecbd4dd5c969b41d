package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.datasets.read.Numbers;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns targets from texts into classes or values. */
final class TargetReader {
  /** Whole numbers with more different values than this are taken for values, not for classes. */
  static final int MAX_NUMBERED_CLASSES = 20;

  /** So that class 10 comes after class 9, and 1 before 1.0. */
  private static final Comparator<String> BY_NUMBER_THEN_TEXT =
      Comparator.<String>comparingDouble(
              text -> Numbers.parse(text).orElse(Double.POSITIVE_INFINITY))
          .thenComparing(Comparator.naturalOrder());

  private final RawDataset.Declared task;
  private final boolean guessed;
  private final ImmutableList<String> names;
  private final ImmutableList<String> classNames;
  private final ImmutableMap<Object, Integer> classes;

  /** Whether the data declare the names of their classes: then 1 and 01 are two. */
  private final boolean declaredNames;

  private TargetReader(
      RawDataset.Declared task,
      boolean guessed,
      ImmutableList<String> names,
      ImmutableList<String> classNames,
      boolean declaredNames) {
    this.task = task;
    this.guessed = guessed;
    this.names = names;
    this.classNames = classNames;
    this.declaredNames = declaredNames;
    ImmutableMap.Builder<Object, Integer> numbers = ImmutableMap.builder();
    for (int i = 0; i < classNames.size(); i++) {
      numbers.put(classKey(classNames.get(i)), i);
    }
    this.classes = numbers.buildOrThrow();
  }

  private Object classKey(String text) {
    return declaredNames ? text : key(text);
  }

  /**
   * Decides the task, where neither the spec nor the data say it, and the classes, by all rows.
   *
   * @throws DatasetException if a target is missing, targets are numbers but for some, or there is
   *     but one class
   */
  static TargetReader of(RawDataset<?> raw, DatasetSpec spec) {
    LearningTask said = spec.task();
    RawDataset.Declared declared =
        said == null ? raw.declared() : new RawDataset.Declared(said, "task says so");
    // Names that the data declare are names, whatever they look like.
    if (raw.classNames().isEmpty()) {
      parts(raw).forEach(part -> requireTargets(part, raw.targetNames()));
    }
    Map<String, Integer> counts = new TreeMap<>(BY_NUMBER_THEN_TEXT);
    parts(raw)
        .forEach(part -> part.targets().forEach(row -> counts.merge(row.get(0), 1, Integer::sum)));
    RawDataset.Declared task = declared == null ? guess(raw, counts) : declared;
    boolean guessed = declared == null && isNumeric(counts) && raw.targetNames().size() == 1;
    if (task.task() == LearningTask.REGRESSION) {
      return new TargetReader(task, guessed, raw.targetNames(), ImmutableList.of(), false);
    }
    ImmutableList<String> found =
        raw.development().targets().stream()
            .map(row -> row.get(0))
            .sorted(BY_NUMBER_THEN_TEXT)
            .collect(
                ImmutableMap.toImmutableMap(
                    text -> raw.classNames().isEmpty() ? key(text) : text,
                    text -> text,
                    (first, second) -> first))
            .values()
            .asList();
    if (found.size() < 2) {
      throw new DatasetException(
          raw.development().rows().source(),
          "all %s examples are of one class %s; classification needs two"
              .formatted(raw.development().size(), found));
    }
    boolean declaredNames = !raw.classNames().isEmpty();
    return new TargetReader(
        task, guessed, raw.targetNames(), declaredNames ? raw.classNames() : found, declaredNames);
  }

  private static Stream<? extends RawPart<?>> parts(RawDataset<?> raw) {
    return Stream.of(raw.development(), raw.test()).filter(part -> part != null);
  }

  /** A class is known by its number, where it is one: 1 and 1.0 are the same. */
  private static Object key(String text) {
    OptionalDouble number = Numbers.parse(text);
    return number.isPresent() ? (Object) (number.getAsDouble() + 0.0) : text;
  }

  private static void requireTargets(RawPart<?> part, List<String> names) {
    for (int row = 0; row < part.size(); row++) {
      for (int i = 0; i < names.size(); i++) {
        String text = part.targets().get(row).get(i);
        // Programs write None for what is missing, people none for a class.
        if (Table.isMissing(text) && !text.equals("none")) {
          throw part.rows()
              .fault(
                  row,
                  "label '%s' is missing ('%s'); it must be there, or the row be left out"
                      .formatted(names.get(i), text));
        }
      }
    }
  }

  private static RawDataset.Declared guess(RawDataset<?> raw, Map<String, Integer> counts) {
    if (raw.targetNames().size() > 1) {
      return new RawDataset.Declared(LearningTask.REGRESSION, "several labels");
    }
    String name = raw.targetNames().get(0);
    long different = counts.keySet().stream().map(TargetReader::key).distinct().count();
    int all = 0;
    int numbers = 0;
    boolean whole = true;
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      String text = count.getKey();
      OptionalDouble number = Numbers.parse(text);
      all += count.getValue();
      numbers += number.isPresent() || Numbers.isMeant(text) ? count.getValue() : 0;
      whole &= number.isPresent() && number.getAsDouble() % 1 == 0;
    }
    boolean few = different <= MAX_NUMBERED_CLASSES;
    if (2 * numbers < all || (!whole && few && !isNumeric(counts))) {
      return new RawDataset.Declared(
          LearningTask.CLASSIFICATION,
          "label '%s' holds %s different texts".formatted(name, different));
    }
    requireNumbers(raw, numbers);
    return whole && few
        ? new RawDataset.Declared(
            LearningTask.CLASSIFICATION,
            "label '%s' holds %s different whole numbers".formatted(name, different))
        : new RawDataset.Declared(
            LearningTask.REGRESSION,
            "label '%s' holds %s different numbers".formatted(name, different));
  }

  private static boolean isNumeric(Map<String, Integer> counts) {
    return counts.keySet().stream().allMatch(text -> Numbers.parse(text).isPresent());
  }

  private static void requireNumbers(RawDataset<?> raw, int numbers) {
    parts(raw)
        .forEach(
            part -> {
              for (int row = 0; row < part.size(); row++) {
                String text = part.targets().get(row).get(0);
                if (Numbers.parse(text).isEmpty()) {
                  throw part.rows()
                      .fault(
                          row,
                          "label '%s': '%s' %s (%s of %s are meant as numbers; of classes, set task: classification)"
                              .formatted(
                                  raw.targetNames().get(0),
                                  text,
                                  Numbers.fault(text),
                                  numbers,
                                  parts(raw).mapToInt(RawPart::size).sum()));
                }
              }
            });
  }

  LearningTask task() {
    return task.task();
  }

  /** Why the task is what it is. */
  String why() {
    return task.by();
  }

  /** Whether neither the spec nor the data say it. */
  boolean isGuess() {
    return guessed;
  }

  /**
   * The targets of some rows.
   *
   * @throws DatasetException if a label is no known class or a value is no number
   */
  Targets read(RawPart<?> part) {
    return task() == LearningTask.CLASSIFICATION ? labels(part) : values(part);
  }

  private Targets.Labels labels(RawPart<?> part) {
    int[] labels = new int[part.size()];
    for (int row = 0; row < labels.length; row++) {
      String text = part.targets().get(row).get(0);
      Integer label = classes.get(classKey(text));
      if (label == null) {
        throw part.rows()
            .fault(row, "label '%s' is not one of the classes %s".formatted(text, classNames));
      }
      labels[row] = label;
    }
    return Targets.Labels.of(labels, classNames);
  }

  private Targets.Values values(RawPart<?> part) {
    double[][] values = new double[part.size()][names.size()];
    for (int row = 0; row < values.length; row++) {
      for (int i = 0; i < names.size(); i++) {
        String text = part.targets().get(row).get(i);
        OptionalDouble number = Numbers.parse(text);
        if (number.isEmpty()) {
          throw part.rows()
              .fault(row, "label '%s': '%s' %s".formatted(names.get(i), text, Numbers.fault(text)));
        }
        values[row][i] = number.getAsDouble();
      }
    }
    return Targets.Values.of(values, names);
  }

  /**
   * How to read a model's outputs; scales are learned from the training rows.
   *
   * @throws DatasetException if values do not vary in them
   */
  TargetEncoding encoding(Targets targets, int[] train, String source) {
    if (targets instanceof Targets.Values values) {
      List<double[]> rows = new ArrayList<>();
      for (int row : train) {
        double[] copy = new double[names.size()];
        values.copyRow(row, copy, 0);
        rows.add(copy);
      }
      TargetEncoding encoding = TargetEncoding.values(names, rows);
      for (TargetEncoding.Value value : encoding.values()) {
        if (value.scale().constant()) {
          throw new DatasetException(
              source,
              "label '%s' is %s in all %s training examples; it must vary to be learned"
                  .formatted(value.name(), value.scale().mean(), train.length));
        }
      }
      return encoding;
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
