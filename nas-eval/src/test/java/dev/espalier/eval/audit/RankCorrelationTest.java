package dev.espalier.eval.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  @Test
  void isOneForEqualRankingsAndMinusOneForReversedOnes() {
    assertEquals(1.0, RankCorrelation.of(new double[] {1, 2, 3}, new double[] {5, 7, 70}).tau());
    assertEquals(-1.0, RankCorrelation.of(new double[] {1, 2, 3}, new double[] {9, 8, 0}).tau());
  }

  /** 8 pairs agree, 1 does not; one pair is equal in the first ranking. */
  @Test
  void countsTiesAsKendallDid() {
    RankCorrelation rank =
        RankCorrelation.of(new double[] {1, 2, 2, 3, 4}, new double[] {1, 2, 3, 5, 4});

    assertEquals((8 - 1) / Math.sqrt(9.0 * 10.0), rank.tau(), 1e-12);
    assertEquals(5, rank.things());
  }

  @Test
  void moreThingsNarrowTheInterval() {
    RankCorrelation few = noisy(10);
    RankCorrelation many = noisy(200);

    assertTrue(few.low() < few.tau() && few.tau() < few.high(), few.toString());
    assertTrue(many.low() > 0.3 && many.high() < 0.9, many.toString());
    assertTrue(many.high() - many.low() < 0.5 * (few.high() - few.low()));
    assertEquals(many, noisy(200));
  }

  private static RankCorrelation noisy(int things) {
    Random random = new Random(3);
    double[] one = new double[things];
    double[] other = new double[things];
    for (int i = 0; i < things; i++) {
      one[i] = random.nextGaussian();
      other[i] = one[i] + 0.5 * random.nextGaussian();
    }
    return RankCorrelation.of(one, other);
  }

  @Test
  void refusesWhatCannotBeRanked() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RankCorrelation.of(new double[] {1}, new double[] {1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> RankCorrelation.of(new double[] {1, 2}, new double[] {1, 2, 3}));
  }
}
