package dev.espalier.datasets.split;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Holds out rows by chance alone: for regression. */
public record PlainSplit() implements SplitRule {

  @Override
  public TwoParts split(int[] rows, double fraction, RandomGenerator random) {
    Shuffle.requireTwo(rows);
    int[] shuffled = Shuffle.of(rows, random);
    BitSet out = new BitSet();
    for (int i = 0; i < Shuffle.share(rows.length, fraction); i++) {
      out.set(shuffled[i]);
    }
    return TwoParts.of(rows, out);
  }
}
