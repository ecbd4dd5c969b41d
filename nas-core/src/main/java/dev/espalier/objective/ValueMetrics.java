package dev.espalier.objective;

import com.google.common.math.Stats;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Metrics of predicted values, with the conventions of scikit-learn 1.x (Pedregosa et al. 2011):
 * several outputs are measured one by one and averaged.
 */
public final class ValueMetrics {
  private ValueMetrics() {}

  /** Root of the mean squared error, in the unit of the target. */
  public static Metric rmse() {
    return new Metric(
        "rmse",
        Direction.MINIMIZE,
        p ->
            meanOverOutputs(p.values(), output -> Math.sqrt(meanSquaredError(p.values(), output))));
  }

  /** Mean of the squared errors of all outputs, in the square of the target's unit. */
  public static Metric mse() {
    return new Metric(
        "mse",
        Direction.MINIMIZE,
        p -> meanOverOutputs(p.values(), output -> meanSquaredError(p.values(), output)));
  }

  /** Mean absolute error, in the unit of the target. */
  public static Metric mae() {
    return new Metric(
        "mae",
        Direction.MINIMIZE,
        p -> meanOverOutputs(p.values(), output -> meanAbsoluteError(p.values(), output)));
  }

  /**
   * Coefficient of determination: 1 minus the squared error over the variance of the targets. If
   * the targets are all equal it is 1 for exact predictions and 0 for others.
   */
  public static Metric r2() {
    return new Metric(
        "r2",
        Direction.MAXIMIZE,
        p -> meanOverOutputs(p.values(), output -> determination(p.values(), output)));
  }

  private static double meanOverOutputs(ValuePredictions p, IntToDoubleFunction measure) {
    return Stats.meanOf(IntStream.range(0, p.outputs()).mapToDouble(measure).toArray());
  }

  private static double meanAbsoluteError(ValuePredictions p, int output) {
    return Stats.meanOf(
        IntStream.range(0, p.rows())
            .mapToDouble(row -> Math.abs(p.predicted(row, output) - p.target(row, output)))
            .toArray());
  }

  private static double meanSquaredError(ValuePredictions p, int output) {
    return Stats.meanOf(
        IntStream.range(0, p.rows())
            .mapToDouble(row -> p.predicted(row, output) - p.target(row, output))
            .map(error -> error * error)
            .toArray());
  }

  private static double determination(ValuePredictions p, int output) {
    double variance =
        Stats.of(IntStream.range(0, p.rows()).mapToDouble(row -> p.target(row, output)))
            .populationVariance();
    double error = meanSquaredError(p, output);
    if (variance == 0.0) {
      return error == 0.0 ? 1.0 : 0.0;
    }
    return 1.0 - error / variance;
  }
}
