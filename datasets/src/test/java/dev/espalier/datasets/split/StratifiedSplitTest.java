package dev.espalier.datasets.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest extends SplitRuleContract {
  @Override
  SplitRule rule() {
    return new StratifiedSplit(IntStream.range(0, 60).map(row -> row % 3).toArray());
  }

  @Test
  void everyClassGivesItsShare() {
    int[] labels = IntStream.range(0, 100).map(row -> row < 80 ? 0 : row < 98 ? 1 : 2).toArray();
    int[] heldOut =
        new StratifiedSplit(labels)
            .split(IntStream.range(0, 100).toArray(), 0.25, SplitRule.random(11))
            .heldOut();
    int[] counts = new int[3];
    IntStream.of(heldOut).forEach(row -> counts[labels[row]]++);
    // A quarter of 80, of 18 and, though a quarter of 2 is less, one of 2.
    assertArrayEquals(new int[] {20, 5, 1}, counts);
  }

  @Test
  void aClassOfOneCannotBeDivided() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new StratifiedSplit(new int[] {0, 0, 1})
                .split(new int[] {0, 1, 2}, 0.5, SplitRule.random(0)));
  }
}
