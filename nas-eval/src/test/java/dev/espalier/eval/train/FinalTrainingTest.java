package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.datasets.example.Examples;
import dev.espalier.eval.lower.Engine;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import org.junit.jupiter.api.Test;

final class FinalTrainingTest {
  private static final Examples TRAIN = Samples.strokes(96, 1);
  private static final FinalTraining TRAINING =
      new FinalTraining(Samples.RECIPE, 2, Task.CLASSIFICATION, Samples.CLASSES, Engine.ONEDNN);

  @Test
  void theModelIsThatWhichWasMeasured() throws Exception {
    Examples held = Samples.strokes(30, 2);
    FinalTraining.Run run = TRAINING.run(Samples.convolutional(), TRAIN, held, Split.TEST, 4);
    try (Trained model = run.model()) {
      assertEquals(Scores.of(model.predict(held), Task.CLASSIFICATION, Split.TEST), run.metrics());
      assertTrue(run.metrics().containsKey("test_accuracy"));
      assertTrue(run.seconds() > 0.0);
    }
  }

  @Test
  void heldExamplesThatCannotBeMeasuredAreAFailure() {
    Examples none = TRAIN.subset(new int[0]);
    assertThrows(
        IllegalArgumentException.class,
        () -> TRAINING.run(Samples.convolutional(), TRAIN, none, Split.TEST, 4));
  }
}
