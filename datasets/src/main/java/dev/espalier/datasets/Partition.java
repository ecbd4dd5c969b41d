package dev.espalier.datasets;

import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Fingerprint;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.read.RawRows;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import dev.espalier.datasets.split.GroupSplit;
import dev.espalier.datasets.split.OrderSplit;
import dev.espalier.datasets.split.PlainSplit;
import dev.espalier.datasets.split.SplitRule;
import dev.espalier.datasets.split.StratifiedSplit;
import dev.espalier.datasets.split.TwoParts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Row numbers of the three splits; those of a given test split are not among them. */
final class Partition {
  private static final TestSplit.Fraction DEFAULT_TEST = new TestSplit.Fraction(0.2);

  /**
   * Share of the rows that must be different ones for equal ones to count as copies. Where there
   * are fewer, as in tables of a few yes-or-no columns, rows are equal by chance.
   */
  private static final double FEWEST_DISTINCT = 0.5;

  private final int[] train;
  private final int[] validation;
  private final int[] trainAndValidation;
  private final int[] test;

  private Partition(TwoParts trainAndValidation, int[] rest, int[] test) {
    this.train = trainAndValidation.kept();
    this.validation = trainAndValidation.heldOut();
    this.trainAndValidation = rest;
    this.test = test;
  }

  /**
   * Holds out the test split, unless one is given, then the validation split. Equal rows stay in
   * one part.
   *
   * @throws DatasetException if there are too few examples, or a given test split shares a group
   */
  static Partition of(
      DatasetSpec spec, RawPart<?> development, @Nullable RawPart<?> given, Targets targets) {
    String source = development.rows().source();
    requireEnough(source, development, targets, given == null ? 3 : 2);
    if (given != null) {
      requireForeignGroups(development, given);
    }
    SplitRule rule = rule(development, targets);
    int[] rows = IntStream.range(0, development.size()).toArray();
    try {
      int[] test = new int[0];
      if (given == null) {
        TestSplit.Fraction wanted =
            spec.test() instanceof TestSplit.Fraction fraction ? fraction : DEFAULT_TEST;
        long seed = wanted.seed() == null ? spec.splitSeed() : wanted.seed();
        TwoParts parts = rule.split(rows, wanted.fraction(), SplitRule.random(seed));
        rows = parts.kept();
        test = parts.heldOut();
      }
      return new Partition(
          rule.split(rows, spec.validationFraction(), SplitRule.random(spec.splitSeed())),
          rows,
          test);
    } catch (DatasetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DatasetException(source, "", "cannot be split: " + e.getMessage(), e);
    }
  }

  private static SplitRule rule(RawPart<?> part, Targets targets) {
    int[] labels =
        targets instanceof Targets.Labels classes ? classes.toArray() : new int[part.size()];
    if (!part.groups().isEmpty()) {
      return new GroupSplit(part.groups(), labels);
    }
    if (!part.times().isEmpty()) {
      return new OrderSplit(part.times().stream().mapToDouble(Double::doubleValue).toArray());
    }
    List<String> contents = contents(part.rows());
    int distinct = ImmutableSet.copyOf(contents).size();
    if (distinct < part.size() && distinct > part.size() * FEWEST_DISTINCT) {
      return new GroupSplit(contents, labels); // copies of one row would be known before the test
    }
    return targets instanceof Targets.Labels ? new StratifiedSplit(labels) : new PlainSplit();
  }

  /** A text for each row, the same for equal rows. */
  private static List<String> contents(RawRows rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(
            row -> {
              Fingerprint content = new Fingerprint();
              rows.addTo(row, content);
              return content.finish();
            })
        .toList();
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
