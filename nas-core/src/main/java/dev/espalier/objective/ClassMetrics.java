package dev.espalier.objective;

import com.google.common.math.Stats;
import com.google.common.math.StatsAccumulator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Metrics of class probabilities, with the conventions of scikit-learn 1.x (Pedregosa et al. 2011).
 */
public final class ClassMetrics {
  /** Probabilities below this count as this, as in scikit-learn: the logarithm stays finite. */
  private static final double SMALLEST_PROBABILITY = Math.ulp(1.0);

  private ClassMetrics() {}

  /** Share of rows whose most probable class is the true one. */
  public static Metric accuracy() {
    return new Metric(
        "accuracy",
        Direction.MAXIMIZE,
        p -> accuracy(p.classes()),
        Optional.of(p -> wilson(accuracy(p.classes()), p.rows())));
  }

  /**
   * Half the width of the score interval of one standard deviation (Wilson 1927). Unlike {@code
   * sqrt(p (1 - p) / n)} it is not 0 where all rows are right.
   */
  static double wilson(double share, int rows) {
    double n = rows;
    return Math.sqrt(share * (1.0 - share) / n + 0.25 / (n * n)) / (1.0 + 1.0 / n);
  }

  /**
   * Mean over the classes of the share of their rows that is found; absent classes are left out.
   */
  public static Metric balancedAccuracy() {
    return new Metric("balanced_accuracy", Direction.MAXIMIZE, p -> balancedAccuracy(p.classes()));
  }

  /**
   * Mean F1 score of the classes; one that is neither there nor predicted is left out, one that is
   * never found counts as 0.
   */
  public static Metric macroF1() {
    return new Metric("macro_f1", Direction.MAXIMIZE, p -> macroF1(p.classes()));
  }

  /**
   * Area under the ROC curve. Of two classes: of the second. Of more: mean over the classes, each
   * against the rest; a class that is absent, or alone, is left out. Not defined if the targets are
   * all of one class.
   */
  public static Metric auroc() {
    return new Metric("auroc", Direction.MAXIMIZE, p -> auroc(p.classes()));
  }

  /** Mean negative natural logarithm of the true class's probability. */
  public static Metric logLoss() {
    return new Metric("log_loss", Direction.MINIMIZE, p -> logLoss(p.classes()));
  }

  /** Exponential of the log loss a token. */
  public static Metric perplexity() {
    return new Metric("perplexity", Direction.MINIMIZE, p -> Math.exp(logLoss(p.classes())));
  }

  private static double accuracy(ClassPredictions p) {
    long right =
        IntStream.range(0, p.rows()).filter(row -> p.predicted(row) == p.label(row)).count();
    // One division: equal counts must give equal accuracies to the last bit, or ties are broken.
    return right / (double) p.rows();
  }

  private static double balancedAccuracy(ClassPredictions p) {
    int[] support = p.support();
    int[] found = new int[support.length];
    for (int row = 0; row < p.rows(); row++) {
      if (p.predicted(row) == p.label(row)) {
        found[p.label(row)]++;
      }
    }
    return IntStream.range(0, support.length)
        .filter(label -> support[label] > 0)
        .mapToDouble(label -> (double) found[label] / support[label])
        .average()
        .orElseThrow();
  }

  private static double macroF1(ClassPredictions p) {
    int[] support = p.support();
    int[] predicted = new int[support.length];
    int[] found = new int[support.length];
    for (int row = 0; row < p.rows(); row++) {
      predicted[p.predicted(row)]++;
      if (p.predicted(row) == p.label(row)) {
        found[p.label(row)]++;
      }
    }
    return IntStream.range(0, support.length)
        .filter(label -> support[label] + predicted[label] > 0)
        .mapToDouble(label -> 2.0 * found[label] / (support[label] + predicted[label]))
        .average()
        .orElseThrow();
  }

  private static double auroc(ClassPredictions p) {
    int[] support = p.support();
    int first = p.classCount() == 2 ? 1 : 0;
    StatsAccumulator areas = new StatsAccumulator();
    for (int label = first; label < support.length; label++) {
      if (support[label] > 0 && support[label] < p.rows()) {
        areas.add(area(p, label, support[label]));
      }
    }
    if (areas.count() == 0) {
      throw new IllegalArgumentException(
          "auroc is not defined: all %s targets are of class %s".formatted(p.rows(), p.label(0)));
    }
    return areas.mean();
  }

  /**
   * Probability that a row of the class scores higher than another row, ties counting half: the
   * Mann-Whitney statistic (Hanley and McNeil 1982), by ranks.
   */
  private static double area(ClassPredictions p, int label, int positives) {
    int[] order =
        IntStream.range(0, p.rows())
            .boxed()
            .sorted((a, b) -> Double.compare(p.probability(a, label), p.probability(b, label)))
            .mapToInt(Integer::intValue)
            .toArray();
    double rankSum = 0.0;
    for (int start = 0; start < order.length; ) {
      int end = start;
      int tiedPositives = 0;
      while (end < order.length
          && p.probability(order[end], label) == p.probability(order[start], label)) {
        if (p.label(order[end]) == label) {
          tiedPositives++;
        }
        end++;
      }
      double middleRank = (start + 1 + end) / 2.0; // ranks count from 1
      rankSum += middleRank * tiedPositives;
      start = end;
    }
    double pairs = (double) positives * (p.rows() - positives);
    return (rankSum - positives * (positives + 1.0) / 2.0) / pairs;
  }

  private static double logLoss(ClassPredictions p) {
    return Stats.meanOf(
        IntStream.range(0, p.rows())
            .mapToDouble(
                row ->
                    -Math.log(
                        Math.min(
                            1.0, Math.max(SMALLEST_PROBABILITY, p.probability(row, p.label(row))))))
            .toArray());
  }
}
