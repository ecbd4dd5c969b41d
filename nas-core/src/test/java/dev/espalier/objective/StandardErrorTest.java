package dev.espalier.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StandardErrorTest {
  private static final int ROWS = 400;

  /** Many rows, of which some are wrong: as the formula of every textbook. */
  @Test
  void ofAnAccuracyIsThatOfAShare() {
    assertEquals(Math.sqrt(0.9 * 0.1 / 400), ClassMetrics.wilson(0.9, 400), 5e-5);
  }

  @Test
  void whereAllRowsAreRightItIsNotZero() {
    assertEquals(0.5 / 401, ClassMetrics.wilson(1.0, 400), 1e-12);
    assertTrue(ClassMetrics.wilson(1.0, 40) > ClassMetrics.wilson(1.0, 400));
  }

  /** A mean over rows has a formula, which resampling must come near to. */
  @Test
  void byResamplingIsThatOfAMean() {
    ClassPredictions predictions = guesses(3, 1);
    double[] losses = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      losses[row] = -Math.log(predictions.probability(row, predictions.label(row)));
    }
    double exact = Summary.of(losses).standardError();
    assertEquals(exact, ClassMetrics.logLoss().standardError(predictions), 0.2 * exact);
  }

  @Test
  void ofARootFollowsFromThatOfTheSquare() {
    Random random = new Random(2);
    double[][] predicted = new double[ROWS][1];
    double[] squares = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      predicted[row][0] = random.nextGaussian();
      squares[row] = predicted[row][0] * predicted[row][0];
    }
    var predictions = ValuePredictions.of(predicted, new double[ROWS][1]);
    Summary errors = Summary.of(squares);
    double exact = errors.standardError() / (2.0 * Math.sqrt(errors.mean()));
    assertEquals(exact, ValueMetrics.rmse().standardError(predictions), 0.2 * exact);
  }

  @Test
  void everyMetricOfClassesHasOne() {
    ClassPredictions predictions = guesses(3, 3);
    for (Metric metric : Task.CLASSIFICATION.metrics()) {
      double error = metric.standardError(predictions);
      assertTrue(error > 0.0 && error < 0.2, metric + " " + error);
      assertEquals(error, metric.standardError(predictions), "the same each time");
    }
  }

  /** One row of a class: most resamples have none, and then there is no area. */
  @Test
  void whereMostResamplesAreUndefinedThereIsNone() {
    double[][] likely = {{0.4, 0.6}};
    var predictions = ClassPredictions.of(likely, new int[] {1});
    assertTrue(Double.isNaN(ClassMetrics.auroc().standardError(predictions)));
  }

  @Test
  void repeatsTellOfTheSeeds() {
    Trial first = trial(0.90, 0.01);
    Trial again = trial(0.94, 0.01);
    assertEquals(first.canonicalHash(), again.canonicalHash());
    StandardError single = StandardError.of(first, "val_accuracy", List.of(first, again), false);
    double seeds = Math.sqrt(0.0008); // the variance of two values 0.04 apart
    assertEquals(Math.hypot(0.01, seeds), single.value(), 1e-12);
    assertEquals("of the validation examples and the seeds", single.sources());
    StandardError mean = StandardError.of(first, "val_accuracy", List.of(first, again), true);
    assertEquals(Math.hypot(0.01, seeds / Math.sqrt(2)), mean.value(), 1e-12);
  }

  @Test
  void withoutRepeatsItIsOfTheExamplesAlone() {
    Trial only = trial(0.90, 0.01);
    assertEquals(
        new StandardError(0.01, true, false),
        StandardError.of(only, "val_accuracy", List.of(only), false));
    assertEquals(StandardError.UNKNOWN, StandardError.of(only, "macs", List.of(only), false));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN})
  void isNeverNegative(double value) {
    assertThrows(IllegalArgumentException.class, () -> new StandardError(value, true, false));
  }

  @Test
  void itsIdStandsBesideThatOfItsMetric() {
    assertTrue(StandardError.isId("val_auroc_se", List.of("val_auroc", "val_auroc_se")));
    assertFalse(StandardError.isId("val_auroc_se", List.of("val_auroc_se")));
  }

  private static Trial trial(double accuracy, double error) {
    return TestTrials.completed(
        0,
        ImmutableMap.of(
            "val_accuracy", accuracy, StandardError.id("val_accuracy"), error, "macs", 5.0));
  }

  private static ClassPredictions guesses(int classes, long seed) {
    Random random = new Random(seed);
    double[][] probabilities = new double[ROWS][classes];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double sum = 0.0;
      for (int label = 0; label < classes; label++) {
        probabilities[row][label] = 0.1 + random.nextDouble();
        sum += probabilities[row][label];
      }
      for (int label = 0; label < classes; label++) {
        probabilities[row][label] /= sum;
      }
      labels[row] = random.nextInt(classes);
    }
    return ClassPredictions.of(probabilities, labels);
  }
}
