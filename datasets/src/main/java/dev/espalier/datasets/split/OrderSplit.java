package dev.espalier.datasets.split;

import java.util.BitSet;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Holds out the rows that come last, by time or any other number. Rows with equal times stay
 * together, so every kept row is strictly before every row held out. Chance plays no part.
 */
public final class OrderSplit implements SplitRule {
  private final double[] times;

  /** By the time of each row of the data. */
  public OrderSplit(double[] times) {
    this.times = times.clone();
  }

  @Override
  public TwoParts split(int[] rows, double fraction, RandomGenerator random) {
    Shuffle.requireTwo(rows);
    int[] sorted =
        IntStream.of(rows)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(row -> times[row]).thenComparing(row -> row))
            .mapToInt(Integer::intValue)
            .toArray();
    int wanted = sorted.length - Shuffle.share(sorted.length, fraction);
    BitSet out = new BitSet();
    for (int i = boundary(sorted, wanted); i < sorted.length; i++) {
      out.set(sorted[i]);
    }
    return TwoParts.of(rows, out);
  }

  /** The place nearest to the wanted one at which the time changes. */
  private int boundary(int[] sorted, int wanted) {
    for (int distance = 0; distance < sorted.length; distance++) {
      for (int place : new int[] {wanted - distance, wanted + distance}) {
        if (place > 0 && place < sorted.length && times[sorted[place - 1]] < times[sorted[place]]) {
          return place;
        }
      }
    }
    throw new IllegalArgumentException(
        "all %s examples have the same time (%s)".formatted(sorted.length, times[sorted[0]]));
  }
}
