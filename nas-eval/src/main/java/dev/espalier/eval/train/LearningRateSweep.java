package dev.espalier.eval.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds a learning rate that suits a network: tries a first one, three times as much and a third,
 * and goes on beyond whichever end is best, at most seven in all. Of equal scores the smaller step
 * wins.
 */
public final class LearningRateSweep {
  private static final double FACTOR = 3.0;
  private static final int MOST = 7;

  private LearningRateSweep() {}

  /** A short training. */
  @FunctionalInterface
  public interface Attempt {
    /**
     * How well it went.
     *
     * @return more is better; negative infinity where the training diverged
     * @throws InterruptedException if the thread was interrupted
     */
    double score(double learningRate) throws InterruptedException;
  }

  /**
   * What was found.
   *
   * @param learningRate the best of those that were tried
   * @param tried how many
   */
  public record Chosen(double learningRate, int tried) {}

  /**
   * Tries rates around a first one.
   *
   * @param first above 0
   */
  public static Chosen around(double first, Attempt attempt) throws InterruptedException {
    TreeMap<Integer, Double> scores = new TreeMap<>();
    int best = 0;
    for (int next : new int[] {0, 1, -1}) {
      scores.put(next, attempt.score(rate(first, next)));
    }
    while (true) {
      best = best(scores);
      int beyond = best == scores.firstKey() ? best - 1 : best + 1;
      if (scores.containsKey(beyond) || scores.size() == MOST) {
        return new Chosen(rate(first, best), scores.size());
      }
      scores.put(beyond, attempt.score(rate(first, beyond)));
    }
  }

  private static int best(Map<Integer, Double> scores) {
    return scores.entrySet().stream()
        .max(
            Map.Entry.<Integer, Double>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .orElseThrow()
        .getKey();
  }

  private static double rate(double first, int power) {
    double exact = first * Math.pow(FACTOR, power);
    return power == 0 ? first : new BigDecimal(exact).round(new MathContext(3)).doubleValue();
  }
}
