package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Schedule;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LearningRatesTest {
  private static final Recipe COSINE =
      Graphs.BARE.toBuilder().learningRate(0.8).schedule(new Schedule.Cosine()).build();

  @Test
  void aCosineStartsAtTheFullRateAndEndsNearZero() {
    LearningRates rates = new LearningRates(COSINE, 8);
    assertEquals(0.8, rates.at(0), 1e-12);
    assertEquals(0.4, rates.at(4), 1e-12);
    assertEquals(0.0, rates.at(8), 1e-12);
    assertEquals(0.0, rates.at(100), 1e-12);
  }

  @Test
  void warmUpRisesInAStraightLineBeforeTheSchedule() {
    LearningRates rates = new LearningRates(COSINE.toBuilder().warmupFraction(0.3).build(), 10);
    assertEquals(0.2, rates.at(0), 1e-12);
    assertEquals(0.4, rates.at(1), 1e-12);
    assertEquals(0.6, rates.at(2), 1e-12);
    assertEquals(0.8, rates.at(3), 1e-12);
    assertEquals(0.0, rates.at(10), 1e-12);
  }

  @Test
  void aTrainingOfOneStepHasTheFullRate() {
    Recipe warm = COSINE.toBuilder().warmupFraction(0.9).build();
    assertEquals(0.8, new LearningRates(warm, 1).at(0), 1e-12);
  }

  @Test
  void aTrainingOfNoStepIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LearningRates(COSINE, 0));
  }

  @Test
  void theGraphStepsAtTheRateOfEachStep() {
    Network.Builder network = Network.builder(new Shape.Vector(2));
    network.add("logits", new Dense(1, false), 0);
    Recipe recipe = COSINE.toBuilder().optimizer(new Optimizer.Sgd()).build();
    ComputationGraph graph = GraphLowering.lower(network.build(), Graphs.VALUES, recipe, 1);
    LearningRates rates = new LearningRates(recipe, 4);
    INDArray[] x = {Nd4j.createFromArray(new float[][] {{1, 0}})};
    INDArray[] y = {Nd4j.createFromArray(new float[][] {{1}})};
    for (int step = 0; step < 4; step++) {
      graph.params().assign(0);
      rates.apply(graph, step);
      graph.fit(x, y);
      // The gradient of the squared difference at 0 is -2.
      assertEquals(2 * rates.at(step), graph.params().getDouble(0), 1e-6);
    }
    rates.reset(graph);
    assertEquals(0.8, graph.getLearningRate("logits"), 1e-12);
  }
}
