package dev.espalier.datasets.split;

import java.util.random.RandomGenerator;

/** Fisher-Yates shuffling and the counts that go with it. */
final class Shuffle {
  private Shuffle() {}

  /** A shuffled copy. */
  static int[] of(int[] values, RandomGenerator random) {
    int[] shuffled = values.clone();
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = value;
    }
    return shuffled;
  }

  /** How many of {@code count} to hold out: the rounded share, at least one, never all. */
  static int share(int count, double fraction) {
    return (int) Math.max(1, Math.min(count - 1L, Math.round(count * fraction)));
  }

  static void requireTwo(int[] rows) {
    if (rows.length < 2) {
      throw new IllegalArgumentException(
          "%s examples cannot be divided into two parts".formatted(rows.length));
    }
  }
}
