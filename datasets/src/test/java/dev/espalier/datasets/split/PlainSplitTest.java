package dev.espalier.datasets.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainSplitTest extends SplitRuleContract {
  @Override
  SplitRule rule() {
    return new PlainSplit();
  }

  @Test
  void theSplitOfASeedIsTheSameOnEveryMachine() {
    TwoParts parts = rule().split(IntStream.range(0, 20).toArray(), 0.25, SplitRule.random(7));
    assertArrayEquals(new int[] {2, 9, 10, 14, 15}, parts.heldOut());
  }

  @Test
  void everyRowIsHeldOutAboutEquallyOften() {
    int[] times = new int[10];
    for (long seed = 0; seed < 2000; seed++) {
      for (int row :
          rule().split(IntStream.range(0, 10).toArray(), 0.3, SplitRule.random(seed)).heldOut()) {
        times[row]++;
      }
    }
    for (int count : times) {
      // Binomial with mean 600 and deviation 20.5: four deviations.
      assertEquals(600, count, 82);
    }
  }
}
