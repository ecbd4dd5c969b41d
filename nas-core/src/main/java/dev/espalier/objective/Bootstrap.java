package dev.espalier.objective;

import com.google.common.math.StatsAccumulator;
import java.util.SplittableRandom;

/**
 * Standard errors by resampling (Efron 1979): the spread of a metric over sets of rows that are
 * drawn with replacement from those there are. Rows count as independent, also the steps of a text.
 */
final class Bootstrap {
  private static final int MOST = 200;
  private static final int FEWEST = 50;

  /** Rows that are measured in all, if that leaves enough resamples. */
  private static final int ROWS = 400_000;

  private Bootstrap() {}

  /**
   * The error of a metric; the same for equal predictions.
   *
   * @return NaN where it is not defined for half of the resamples or more
   */
  static double standardError(Metric metric, Predictions predictions) {
    int rows = predictions.rows();
    SplittableRandom random = new SplittableRandom(rows);
    StatsAccumulator values = new StatsAccumulator();
    int count = Math.max(FEWEST, Math.min(MOST, ROWS / rows));
    for (int i = 0; i < count; i++) {
      int[] drawn = random.ints(rows, 0, rows).toArray();
      try {
        values.add(metric.measure(predictions.rows(drawn)));
      } catch (IllegalArgumentException undefined) {
        // Such as an area under the curve of one class.
      }
    }
    return values.count() > count / 2 ? values.sampleStandardDeviation() : Double.NaN;
  }
}
