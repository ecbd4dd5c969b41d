package dev.espalier.datasets;

import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import dev.espalier.datasets.split.GroupSplit;
import dev.espalier.datasets.split.OrderSplit;
import dev.espalier.datasets.split.PlainSplit;
import dev.espalier.datasets.split.SplitRule;
import dev.espalier.datasets.split.StratifiedSplit;
import dev.espalier.datasets.split.TwoParts;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Row numbers of the three splits; those of a given test split are not among them. */
final class Partition {
  private static final TestSplit.Fraction DEFAULT_TEST = new TestSplit.Fraction(0.2);

  private final int[] train;
  private final int[] validation;
  private final int[] trainAndValidation;
  private final int[] test;
  private final String rule;
  private final Copies copies;

  private Partition(int[] train, int[] validation, int[] test, String rule, Copies copies) {
    this.train = train;
    this.validation = validation;
    this.trainAndValidation =
        IntStream.concat(IntStream.of(train), IntStream.of(validation)).sorted().toArray();
    this.test = test;
    this.rule = rule;
    this.copies = copies;
  }

  /** A rule, and what it is called. */
  private record Named(SplitRule rule, String name) {}

  /**
   * Holds out the test split, unless one is given, then the validation split, unless one is given.
   * Equal rows stay in one part where they are copies.
   *
   * @throws DatasetException if there are too few examples, or a given test split shares a group
   */
  static Partition of(DatasetSpec spec, RawDataset<?> raw, Targets targets) {
    RawPart<?> development = raw.development();
    RawPart<?> given = raw.test();
    String source = development.rows().source();
    int parts = 1 + (given == null ? 1 : 0) + (raw.validation() == 0 ? 1 : 0);
    requireEnough(source, development, targets, parts);
    if (given != null) {
      requireForeignGroups(development, given);
    }
    Copies copies = Copies.of(development.rows(), given == null ? null : given.rows());
    Named named = rule(development, targets, copies);
    int size = development.size() - raw.validation();
    int[] rows = IntStream.range(0, size).toArray();
    int[] validation = IntStream.range(size, development.size()).toArray();
    int[] test = new int[0];
    try {
      if (given == null) {
        TestSplit.Fraction wanted =
            spec.test() instanceof TestSplit.Fraction fraction ? fraction : DEFAULT_TEST;
        long seed = wanted.seed() == null ? spec.splitSeed() : wanted.seed();
        TwoParts held = named.rule().split(rows, wanted.fraction(), SplitRule.random(seed));
        rows = held.kept();
        test = held.heldOut();
      }
      if (raw.validation() == 0) {
        TwoParts held =
            named.rule().split(rows, spec.validationFraction(), SplitRule.random(spec.splitSeed()));
        rows = held.kept();
        validation = held.heldOut();
      }
    } catch (DatasetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DatasetException(source, "", "cannot be split: " + e.getMessage(), e);
    }
    return new Partition(rows, validation, test, words(raw, named), copies);
  }

  private static String words(RawDataset<?> raw, Named named) {
    boolean test = raw.test() != null;
    boolean validation = raw.validation() > 0;
    if (test && validation) {
      return "as the data bring them";
    }
    return named.name()
        + (test ? "; test as the data bring it" : "")
        + (validation ? "; validation as the data bring it" : "");
  }

  private static Named rule(RawPart<?> part, Targets targets, Copies copies) {
    int[] labels =
        targets instanceof Targets.Labels classes ? classes.toArray() : new int[part.size()];
    if (!part.groups().isEmpty()) {
      return new Named(new GroupSplit(part.groups(), labels), "at random, groups whole");
    }
    if (!part.times().isEmpty()) {
      return new Named(
          new OrderSplit(part.times().stream().mapToDouble(Double::doubleValue).toArray()),
          "by order");
    }
    if (copies.areToBeKeptTogether()) {
      // Copies of one row would be known before the test.
      return new Named(
          new GroupSplit(copies.development(), labels), "at random, equal examples in one split");
    }
    return targets instanceof Targets.Labels
        ? new Named(new StratifiedSplit(labels), "at random, class by class")
        : new Named(new PlainSplit(), "at random");
  }

  private static void requireEnough(String source, RawPart<?> part, Targets targets, int splits) {
    if (part.size() < splits) {
      throw new DatasetException(
          source,
          "has %s examples; %s splits need at least %s".formatted(part.size(), splits, splits));
    }
    boolean stratified = part.groups().isEmpty() && part.times().isEmpty();
    if (stratified && targets instanceof Targets.Labels labels) {
      int[] counts = labels.counts();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] < splits) {
          throw new DatasetException(
              source,
              "class '%s' has %s example(s); %s stratified splits need at least %s of each class"
                  .formatted(labels.classNames().get(i), counts[i], splits, splits));
        }
      }
    }
  }

  private static void requireForeignGroups(RawPart<?> development, RawPart<?> given) {
    Set<String> known = new HashSet<>(development.groups());
    for (int row = 0; row < given.groups().size(); row++) {
      if (known.contains(given.groups().get(row))) {
        throw given
            .rows()
            .fault(
                row,
                "group '%s' of the given test split is in the training data too"
                    .formatted(given.groups().get(row)));
      }
    }
  }

  /** How the rows were divided, in words. */
  String rule() {
    return rule;
  }

  /** Examples that are equal to an earlier one. */
  int copies() {
    return copies.count();
  }

  /** Validation examples that are equal to one to train with. */
  int validationCopies() {
    return copies.among(validation, train);
  }

  /** Test examples that are equal to one to train or validate with. */
  int testCopies() {
    return copies.ofTest(test, trainAndValidation);
  }

  int[] train() {
    return train;
  }

  int[] validation() {
    return validation;
  }

  int[] trainAndValidation() {
    return trainAndValidation;
  }

  int[] test() {
    return test;
  }
}
