package dev.espalier.eval.train;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.objective.ClassPredictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.objective.ValuePredictions;
import org.junit.jupiter.api.Test;

final class ScoresTest {
  private static final double[][] LIKELY = {{0.8, 0.2}, {0.4, 0.6}};

  @Test
  void everyMetricOfTheTaskBearsTheSplitsPrefix() {
    assertEquals(
        ImmutableSet.of(
            "val_accuracy",
            "val_balanced_accuracy",
            "val_macro_f1",
            "val_auroc",
            "val_log_loss",
            "val_loss"),
        classification(0, 1).keySet());
  }

  @Test
  void anUndefinedAreaUnderTheCurveIsLeftOut() {
    ImmutableMap<String, Double> scores = classification(0, 0);
    assertEquals(
        ImmutableSet.of(
            "val_accuracy", "val_balanced_accuracy", "val_macro_f1", "val_log_loss", "val_loss"),
        scores.keySet());
    assertEquals(0.5, value(scores, "val_accuracy"));
  }

  @Test
  void theLossOfClassesIsTheLogLoss() {
    assertEquals(
        -(Math.log(0.8) + Math.log(0.6)) / 2, value(classification(0, 1), "val_loss"), 1e-9);
  }

  @Test
  void theLossOfValuesIsTheMeanSquaredError() {
    var predictions = ValuePredictions.of(new double[][] {{1}, {2}}, new double[][] {{4}, {1}});
    var scores = Scores.of(predictions, Task.REGRESSION, Split.TEST);
    assertEquals((9 + 1) / 2.0, value(scores, "test_loss"), 1e-9);
    assertEquals(2.0, value(scores, "test_mae"), 1e-9);
  }

  @Test
  void theLossOfSeveralValuesIsTheMeanOfAllSquaredErrors() {
    var predictions =
        ValuePredictions.of(new double[][] {{1, 0}, {2, 0}}, new double[][] {{4, 0}, {1, 6}});
    var scores = Scores.of(predictions, Task.REGRESSION, Split.TEST);
    assertEquals((9 + 1 + 0 + 36) / 4.0, value(scores, "test_loss"), 1e-9);
    assertEquals((Math.sqrt(5) + Math.sqrt(18)) / 2, value(scores, "test_rmse"), 1e-9);
  }

  @Test
  void aLossThatOverflowsIsAFailedTraining() {
    var predictions = ValuePredictions.of(new double[][] {{1e200}, {0}}, new double[][] {{0}, {1}});
    assertThrows(
        EvaluationException.class, () -> Scores.of(predictions, Task.REGRESSION, Split.VALIDATION));
  }

  private static ImmutableMap<String, Double> classification(int... labels) {
    return Scores.of(ClassPredictions.of(LIKELY, labels), Task.CLASSIFICATION, Split.VALIDATION);
  }

  private static double value(ImmutableMap<String, Double> scores, String id) {
    return requireNonNull(scores.get(id), id);
  }
}
