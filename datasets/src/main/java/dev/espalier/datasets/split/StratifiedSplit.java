package dev.espalier.datasets.split;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds out the same share of every class. Both parts get at least one row of each. */
public final class StratifiedSplit implements SplitRule {
  private final int[] labels;

  /** By the class of each row of the data. */
  public StratifiedSplit(int[] labels) {
    this.labels = labels.clone();
  }

  @Override
  public TwoParts split(int[] rows, double fraction, RandomGenerator random) {
    BitSet out = new BitSet();
    Map<Integer, int[]> byClass =
        IntStream.of(rows)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    row -> labels[row],
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.toList(),
                        members -> members.stream().mapToInt(Integer::intValue).toArray())));
    byClass.forEach(
        (label, members) -> {
          if (members.length < 2) {
            throw new IllegalArgumentException(
                "class %s has one example; dividing it needs two".formatted(label));
          }
          int[] shuffled = Shuffle.of(members, random);
          for (int i = 0; i < Shuffle.share(members.length, fraction); i++) {
            out.set(shuffled[i]);
          }
        });
    return TwoParts.of(rows, out);
  }
}
