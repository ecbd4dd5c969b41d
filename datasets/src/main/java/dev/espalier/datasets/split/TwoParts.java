package dev.espalier.datasets.split;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Two disjoint sets of rows, each in ascending order. Immutable. */
public final class TwoParts {
  private final int[] kept;
  private final int[] heldOut;

  private TwoParts(int[] kept, int[] heldOut) {
    this.kept = kept;
    this.heldOut = heldOut;
  }

  /** Divides rows by the set of those held out. */
  static TwoParts of(int[] rows, BitSet out) {
    return new TwoParts(
        IntStream.of(rows).filter(row -> !out.get(row)).sorted().toArray(),
        IntStream.of(rows).filter(out::get).sorted().toArray());
  }

  /** Rows that stay. */
  public int[] kept() {
    return kept.clone();
  }

  /** Rows held out. */
  public int[] heldOut() {
    return heldOut.clone();
  }

  @Override
  public String toString() {
    return "kept " + Arrays.toString(kept) + ", held out " + Arrays.toString(heldOut);
  }
}
