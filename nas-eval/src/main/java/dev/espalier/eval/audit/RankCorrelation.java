package dev.espalier.eval.audit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * How alike two rankings of the same things are: Kendall's tau-b, from -1 (reversed) over 0
 * (unrelated) to 1 (the same), with the middle 95 % of what it is when the things are drawn again
 * with replacement (Efron 1979). Immutable.
 *
 * @param tau not a number where one of the rankings has all things equal
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param things how many were ranked
 */
public record RankCorrelation(double tau, double low, double high, int things) {
  private static final int RESAMPLES = 1_000;
  private static final double OUTSIDE = 0.025;

  /**
   * Of two scores of each thing. The same for equal scores.
   *
   * @throws IllegalArgumentException if there are less than two things, or not as many scores
   */
  public static RankCorrelation of(double[] one, double[] other) {
    if (one.length != other.length || one.length < 2) {
      throw new IllegalArgumentException(
          "%s and %s scores; there must be as many of both, at least 2"
              .formatted(one.length, other.length));
    }
    SplittableRandom random = new SplittableRandom(one.length);
    double[] again = new double[RESAMPLES];
    int defined = 0;
    for (int i = 0; i < RESAMPLES; i++) {
      int[] drawn = random.ints(one.length, 0, one.length).toArray();
      double tau =
          tau(
              Arrays.stream(drawn).mapToDouble(at -> one[at]).toArray(),
              Arrays.stream(drawn).mapToDouble(at -> other[at]).toArray());
      if (Double.isFinite(tau)) {
        again[defined++] = tau;
      }
    }
    double[] sorted = Arrays.copyOf(again, defined);
    Arrays.sort(sorted);
    return new RankCorrelation(
        tau(one, other), at(sorted, OUTSIDE), at(sorted, 1 - OUTSIDE), one.length);
  }

  private static double tau(double[] one, double[] other) {
    return new KendallsCorrelation().correlation(one, other);
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }
}
