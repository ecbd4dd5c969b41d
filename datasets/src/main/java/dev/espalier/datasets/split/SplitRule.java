package dev.espalier.datasets.split;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Divides rows into a part that is kept and a part that is held out. Immutable. */
public sealed interface SplitRule permits PlainSplit, StratifiedSplit, GroupSplit, OrderSplit {

  /**
   * Divides some of the rows.
   *
   * @param rows the rows to divide, at least two
   * @param fraction wanted share of the part held out, in (0, 1); both parts get at least one row
   * @param random the only source of chance
   * @throws IllegalArgumentException if the rows cannot be divided by this rule
   */
  TwoParts split(int[] rows, double fraction, RandomGenerator random);

  /** The generator for a seed: the same numbers on every machine. */
  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
