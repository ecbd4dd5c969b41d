package dev.espalier.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.random.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Reference values are those of the examples in scikit-learn's reference documentation. */
class ClassMetricsTest {

  @Test
  void accuracyIsTheShareOfRightRows() {
    assertEquals(
        0.5, ClassMetrics.accuracy().measure(certain(4, new int[] {0, 2, 1, 3}, 0, 1, 2, 3)));
  }

  @Test
  void accuracyDependsOnTheNumberOfRightRowsAlone() {
    int rows = 287;
    int[] wrongFirst = new int[rows];
    int[] wrongLast = new int[rows];
    int[] targets = new int[rows];
    Arrays.fill(wrongFirst, 0, 3, 1);
    Arrays.fill(wrongLast, rows - 3, rows, 1);

    assertEquals(284.0 / 287.0, ClassMetrics.accuracy().measure(certain(2, wrongFirst, targets)));
    assertEquals(284.0 / 287.0, ClassMetrics.accuracy().measure(certain(2, wrongLast, targets)));
  }

  @Test
  void theLowestOfSeveralMostProbableClassesIsPredicted() {
    double[][] tied = {{0.2, 0.4, 0.4}};

    assertEquals(1.0, ClassMetrics.accuracy().measure(ClassPredictions.of(tied, new int[] {1})));
    assertEquals(0.0, ClassMetrics.accuracy().measure(ClassPredictions.of(tied, new int[] {2})));
  }

  @Test
  void balancedAccuracyIsTheMeanRecall() {
    Predictions p = certain(2, new int[] {0, 1, 0, 0, 0, 1}, 0, 1, 0, 0, 1, 0);

    assertEquals(0.625, ClassMetrics.balancedAccuracy().measure(p));
  }

  @Test
  void balancedAccuracyLeavesOutAbsentClasses() {
    Predictions p = certain(3, new int[] {0, 2, 1, 1}, 0, 0, 1, 1);

    assertEquals(0.75, ClassMetrics.balancedAccuracy().measure(p));
  }

  @Test
  void macroF1IsTheMeanF1OfTheClasses() {
    Predictions p = certain(3, new int[] {0, 2, 1, 0, 0, 1}, 0, 1, 2, 0, 1, 2);

    assertEquals(0.8 / 3, ClassMetrics.macroF1().measure(p), 1e-12);
  }

  @Test
  void macroF1LeavesOutClassesNeitherThereNorPredicted() {
    Predictions p = certain(9, new int[] {0, 1}, 0, 1);

    assertEquals(1.0, ClassMetrics.macroF1().measure(p));
  }

  @Test
  void aurocOfTwoClassesRanksTheSecond() {
    assertEquals(
        0.75, ClassMetrics.auroc().measure(binary(new int[] {0, 0, 1, 1}, .1, .4, .35, .8)));
  }

  @Test
  void aurocCountsTiesHalf() {
    assertEquals(0.5, ClassMetrics.auroc().measure(binary(new int[] {0, 1, 0, 1}, .3, .3, .3, .3)));
    assertEquals(
        0.875, ClassMetrics.auroc().measure(binary(new int[] {0, 0, 1, 1}, .1, .4, .4, .8)));
  }

  @Test
  void aurocOfMoreClassesIsTheMeanOverEachAgainstTheRest() {
    double[][] probabilities = {{.6, .3, .1}, {.4, .5, .1}, {.5, .1, .4}, {.2, .2, .6}};
    int[] labels = {0, 1, 2, 2};
    // class 0: .6 over .4, .5, .2: 3/3; class 1: .5 over all: 3/3; class 2: .4, .6 over .1, .1: 4/4
    assertEquals(1.0, ClassMetrics.auroc().measure(ClassPredictions.of(probabilities, labels)));
    int[] others = {1, 0, 2, 2};
    // class 0: .4 over .2 only: 1/3; class 1: .3 over .1, .2, not .5: 2/3; class 2: 4/4
    assertEquals(
        2.0 / 3, ClassMetrics.auroc().measure(ClassPredictions.of(probabilities, others)), 1e-12);
  }

  @Test
  void aurocEqualsTheShareOfOrderedPairs() {
    RandomGenerator random = Seeds.generator(5);
    for (int round = 0; round < 50; round++) {
      int rows = 2 + random.nextInt(30);
      int[] labels = new int[rows];
      double[] scores = new double[rows];
      for (int row = 0; row < rows; row++) {
        labels[row] = row < 2 ? row : random.nextInt(2);
        scores[row] = random.nextInt(8) / 8.0;
      }
      double ordered = 0.0;
      double pairs = 0.0;
      for (int a = 0; a < rows; a++) {
        for (int b = 0; b < rows; b++) {
          if (labels[a] == 1 && labels[b] == 0) {
            ordered += scores[a] > scores[b] ? 1.0 : scores[a] == scores[b] ? 0.5 : 0.0;
            pairs++;
          }
        }
      }
      assertEquals(ordered / pairs, ClassMetrics.auroc().measure(binary(labels, scores)), 1e-12);
    }
  }

  @Test
  void aurocOfOneClassSaysWhyItIsNotDefined() {
    Predictions p = binary(new int[] {1, 1}, .5, .6);

    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> ClassMetrics.auroc().measure(p));
    assertEquals("auroc is not defined: all 2 targets are of class 1", error.getMessage());
  }

  @Test
  void logLossIsTheMeanNegativeLogarithm() {
    Predictions p = binary(new int[] {1, 0, 0, 1}, .9, .1, .2, .65);

    assertEquals(0.21616187468057912, ClassMetrics.logLoss().measure(p), 1e-12);
  }

  @Test
  void logLossOfAnImpossibleClassIsFinite() {
    Predictions p = certain(2, new int[] {0}, 1);

    assertEquals(-Math.log(Math.ulp(1.0)), ClassMetrics.logLoss().measure(p));
  }

  @Test
  void perplexityOfAUniformGuessIsTheSizeOfTheVocabulary() {
    double[][] uniform = {{.2, .2, .2, .2, .2}, {.2, .2, .2, .2, .2}};

    assertEquals(
        5.0,
        ClassMetrics.perplexity().measure(ClassPredictions.of(uniform, new int[] {0, 4})),
        1e-12);
  }

  @Test
  void badPredictionsAreRefusedWithTheirRow() {
    assertRefused("row 1", new double[][] {{.5, .5}, {.5, .6}}, 0, 1);
    assertRefused("row 0 (NaN)", new double[][] {{Double.NaN, .5}}, 0);
    assertRefused("label of row 0 (2)", new double[][] {{.5, .5}}, 2);
    assertRefused("row 1 has 1 columns", new double[][] {{.5, .5}, {1.0}}, 0, 1);
    assertRefused("1 predictions for 2 targets", new double[][] {{.5, .5}}, 0, 1);
    assertRefused("0 predictions", new double[][] {});
  }

  @Test
  void valuesAreNotClasses() {
    Predictions values = ValuePredictions.of(new double[][] {{1}}, new double[][] {{1}});

    assertThrows(IllegalArgumentException.class, () -> ClassMetrics.accuracy().measure(values));
  }

  private static void assertRefused(String part, double[][] probabilities, int... labels) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> ClassPredictions.of(probabilities, labels));
    assertTrue(String.valueOf(error.getMessage()).contains(part), error.getMessage());
  }

  /** All probability on one class a row. */
  private static Predictions certain(int classes, int[] predicted, int... labels) {
    float[][] probabilities = new float[predicted.length][classes];
    for (int row = 0; row < predicted.length; row++) {
      probabilities[row][predicted[row]] = 1.0f;
    }
    return ClassPredictions.of(probabilities, labels);
  }

  /** Two classes, from the probabilities of the second. */
  private static Predictions binary(int[] labels, double... second) {
    double[][] probabilities = new double[second.length][];
    for (int row = 0; row < second.length; row++) {
      probabilities[row] = new double[] {1.0 - second[row], second[row]};
    }
    return ClassPredictions.of(probabilities, labels);
  }
}
