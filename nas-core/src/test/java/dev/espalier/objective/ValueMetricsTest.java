package dev.espalier.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Reference values are those of the examples in scikit-learn's reference documentation. */
class ValueMetricsTest {
  private static final Predictions ONE =
      ValuePredictions.of(
          new double[][] {{2.5}, {0.0}, {2}, {8}}, new double[][] {{3}, {-0.5}, {2}, {7}});
  private static final Predictions TWO =
      ValuePredictions.of(
          new float[][] {{0, 2}, {-1, 2}, {8, -5}}, new float[][] {{0.5f, 1}, {-1, 1}, {7, -6}});

  @Test
  void rmseIsTheRootOfTheMeanSquaredError() {
    assertEquals(Math.sqrt(0.375), ValueMetrics.rmse().measure(ONE), 1e-12);
  }

  @Test
  void rmseOfSeveralOutputsIsTheirMean() {
    assertEquals(0.8227486121839513, ValueMetrics.rmse().measure(TWO), 1e-12);
  }

  @Test
  void maeIsTheMeanAbsoluteError() {
    assertEquals(0.5, ValueMetrics.mae().measure(ONE), 1e-12);
    assertEquals(0.75, ValueMetrics.mae().measure(TWO), 1e-12);
  }

  @Test
  void r2IsTheShareOfVarianceExplained() {
    assertEquals(0.9486081370449679, ValueMetrics.r2().measure(ONE), 1e-12);
  }

  @Test
  void r2OfSeveralOutputsIsTheirMean() {
    // 1 - 1.25 / (115.5 / 3) of the first output: squared errors .25 + 0 + 1, of the second 3 /
    // 32.67
    double first = 1 - 1.25 / (0.25 + 1 + 49 - 6.5 * 6.5 / 3);
    double second = 1 - 3 / (1 + 1 + 36 - 16.0 / 3);

    assertEquals((first + second) / 2, ValueMetrics.r2().measure(TWO), 1e-12);
  }

  @Test
  void r2OfConstantTargetsIsOneIfExactAndZeroOtherwise() {
    double[][] constant = {{-2}, {-2}, {-2}};

    assertEquals(1.0, ValueMetrics.r2().measure(ValuePredictions.of(constant, constant)));
    assertEquals(
        0.0,
        ValueMetrics.r2()
            .measure(ValuePredictions.of(new double[][] {{-2}, {-2}, {-2 + 1e-8}}, constant)));
  }

  @Test
  void badValuesAreRefused() {
    double[][] one = {{1}};

    assertThrows(
        IllegalArgumentException.class,
        () -> ValuePredictions.of(new double[][] {{Double.NaN}}, one));
    assertThrows(
        IllegalArgumentException.class, () -> ValuePredictions.of(new double[][] {{1, 2}}, one));
    assertThrows(
        IllegalArgumentException.class, () -> ValuePredictions.of(new double[][] {{}}, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> ValueMetrics.mae().measure(ClassPredictions.of(new double[][] {{0, 1}}, new int[1])));
  }
}
