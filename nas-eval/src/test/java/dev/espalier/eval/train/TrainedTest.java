package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.objective.ValueMetrics;
import dev.espalier.objective.ValuePredictions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TrainedTest {
  @Test
  void valuesComeOutInTheirOwnUnits() throws Exception {
    Examples train = Samples.prices(300, 1);
    Examples held = Samples.prices(300, 2);
    try (Trained trained = regression(train, 20)) {
      ValuePredictions predictions = trained.predict(held).values();
      assertEquals(held.values().value(7, 0), predictions.target(7, 0));
      double error = ValueMetrics.mae().measure(predictions);
      assertTrue(error < 2_500, "mean error is " + error + " of prices that vary by 9,600");
    }
  }

  @Test
  void probabilitiesOfEveryRowSumToOneAcrossBatches() throws Exception {
    Examples strokes = Samples.strokes(300, 1);
    try (Trained trained = classifier(strokes)) {
      double[][] outputs = trained.outputs(strokes.features());
      assertEquals(300, outputs.length);
      for (double[] row : outputs) {
        assertEquals(3, row.length);
        assertEquals(1.0, Arrays.stream(row).sum(), 1e-5);
      }
      double[] alone = trained.outputs(strokes.subset(new int[] {290}).features())[0];
      assertArrayEquals(outputs[290], alone, 1e-5);
    }
  }

  @Test
  void outputsThatAreNoNumbersAreAFailedTraining() throws Exception {
    Examples strokes = Samples.strokes(30, 1);
    try (Trained trained = classifier(strokes)) {
      trained.graph().params().assign(Float.NaN);
      var thrown = assertThrows(EvaluationException.class, () -> trained.predict(strokes));
      assertEquals("output 0 of row 0 is NaN: the training diverged", thrown.getMessage());
    }
  }

  @Test
  void watchedPredictionsCanBeInterruptedAndGivenUp() throws Exception {
    Examples strokes = Samples.strokes(30, 1);
    Watch late =
        new Watch() {
          @Override
          public void beforeStep() {
            throw new EvaluationException("time-out");
          }
        };
    try (Trained trained = classifier(strokes)) {
      assertThrows(EvaluationException.class, () -> trained.predict(strokes, late));
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> trained.predict(strokes, Watch.NONE));
    }
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    Trained trained = classifier(Samples.strokes(30, 1));
    trained.close();
    trained.close();
    assertTrue(trained.graph().params().wasClosed());
  }

  private static Trained classifier(Examples examples) throws InterruptedException {
    return new Trainer(Samples.RECIPE, Samples.CLASSES)
        .train(Samples.convolutional(), examples, 1, 3, Watch.NONE);
  }

  private static Trained regression(Examples examples, int epochs) throws InterruptedException {
    TargetEncoding targets = Samples.scaleOf(examples);
    return new Trainer(Samples.RECIPE, targets)
        .train(Samples.perceptron(3, 1), examples, epochs, 3, Watch.NONE);
  }
}
