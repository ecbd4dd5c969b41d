package dev.espalier.datasets.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every rule promises. */
abstract class SplitRuleContract {
  /** A rule for 60 rows that can divide all of them, and any 40 of them in a run. */
  abstract SplitRule rule();

  @Test
  void everyRowIsInExactlyOnePart() {
    for (long seed = 0; seed < 50; seed++) {
      int[] rows = IntStream.range(10, 50).toArray();
      TwoParts parts = rule().split(rows, 0.25, SplitRule.random(seed));
      int[] together =
          IntStream.concat(IntStream.of(parts.kept()), IntStream.of(parts.heldOut()))
              .sorted()
              .toArray();
      assertArrayEquals(rows, together);
    }
  }

  @Test
  void bothPartsHoldSomethingHoweverSmallTheFraction() {
    int[] rows = IntStream.range(0, 60).toArray();
    for (double fraction : new double[] {1e-6, 0.5, 1 - 1e-6}) {
      TwoParts parts = rule().split(rows, fraction, SplitRule.random(1));
      assertTrue(parts.kept().length > 0 && parts.heldOut().length > 0, parts.toString());
    }
  }

  @Test
  void theSameSeedGivesTheSameParts() {
    int[] rows = IntStream.range(0, 60).toArray();
    assertArrayEquals(
        rule().split(rows, 0.3, SplitRule.random(5)).heldOut(),
        rule().split(rows, 0.3, SplitRule.random(5)).heldOut());
  }

  @Test
  void aSingleRowCannotBeDivided() {
    assertThrows(
        IllegalArgumentException.class,
        () -> rule().split(new int[] {3}, 0.5, SplitRule.random(0)));
  }
}
