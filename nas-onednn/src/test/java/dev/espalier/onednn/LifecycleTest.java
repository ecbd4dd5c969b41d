package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** What programs do with a graph besides training it. */
final class LifecycleTest {
  private static ComputationGraphConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(4)
        .dataType(DataType.FLOAT)
        .updater(new Adam(0.01))
        .graphBuilder()
        .addInputs("in")
        .addLayer("conv", Networks.conv(8, 3, false), "in")
        .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
        .addLayer("act", Networks.activation(Activation.TANH), "norm")
        .addLayer("out", Networks.softmax(), "act")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(6, 6, 2))
        .build();
  }

  private static OneDnnGraph graph() {
    OneDnnGraph graph = new OneDnnGraph(network());
    graph.init();
    return graph;
  }

  private static DataSet batch(long seed) {
    return new DataSet(GraphCheck.features(seed, 8, 2, 6, 6), GraphCheck.classes(seed, 8, 3));
  }

  private static void train(ComputationGraph graph, int steps) {
    for (int step = 0; step < steps; step++) {
      graph.fit(batch(step));
    }
  }

  private static DataSetIterator batches(int count) {
    List<DataSet> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.addAll(batch(i).asList());
    }
    return new ListDataSetIterator<>(all, 8);
  }

  @Test
  void aSavedModelAnswersAndTrainsOnAlike(@TempDir Path folder) throws IOException {
    File file = folder.resolve("model.zip").toFile();
    try (OneDnnGraph graph = graph()) {
      train(graph, 5);
      ModelSerializer.writeModel(graph, file, true);
      ComputationGraph stock = ModelSerializer.restoreComputationGraph(file, true);
      INDArray features = batch(9).getFeatures();
      GraphCheck.assertClose(
          "output", stock.outputSingle(features), graph.outputSingle(features), 1e-5);
      try (OneDnnGraph restored = OneDnnGraph.wrap(stock)) {
        assertEquals(graph.outputSingle(features), restored.outputSingle(features));
        train(graph, 5);
        train(restored, 5);
        assertEquals(graph.params(), restored.params());
        assertEquals(
            graph.getUpdater().getStateViewArray(), restored.getUpdater().getStateViewArray());
        assertEquals(graph.getIterationCount(), restored.getIterationCount());
      }
    }
  }

  @Test
  void aCloneTrainsOnAlikeAndApart() {
    try (OneDnnGraph graph = graph()) {
      train(graph, 3);
      INDArray before = graph.params().dup();
      try (OneDnnGraph copy = (OneDnnGraph) graph.clone()) {
        train(copy, 3);
        assertEquals(before, graph.params());
        train(graph, 3);
        assertEquals(graph.params(), copy.params());
      }
      train(graph, 1);
    }
  }

  @Test
  void evaluationAndScoreAreThoseOfTheStockGraph() {
    try (OneDnnGraph graph = graph()) {
      train(graph, 5);
      ComputationGraph stock = new ComputationGraph(network());
      stock.init(graph.params().dup(), false);
      assertEquals(
          stock.<org.nd4j.evaluation.classification.Evaluation>evaluate(batches(4)).accuracy(),
          graph.<org.nd4j.evaluation.classification.Evaluation>evaluate(batches(4)).accuracy());
      assertEquals(stock.score(batch(3)), graph.score(batch(3)), 1e-5);
      assertEquals(stock.score(batch(3), true), graph.score(batch(3), true), 1e-5);
    }
  }

  @Test
  void listenersHearOfEachStep() {
    try (OneDnnGraph graph = graph()) {
      CollectScoresListener scores = new CollectScoresListener(1);
      graph.setListeners(scores, new ScoreIterationListener(1));
      ComputationGraph stock = new ComputationGraph(network());
      stock.init(graph.params().dup(), false);
      CollectScoresListener expected = new CollectScoresListener(1);
      stock.setListeners(expected);
      train(graph, 6);
      train(stock, 6);
      assertEquals(6, scores.getListScore().size());
      for (int i = 0; i < 6; i++) {
        assertEquals(expected.getListScore().get(i), scores.getListScore().get(i), 1e-4);
      }
      assertTrue(graph.explain(batch(0).getFeatures().shape()).isCovered());
    }
  }

  @Test
  void aListenerThatReadsActivationsGetsThem() {
    List<String> names = new ArrayList<>();
    try (OneDnnGraph graph = graph()) {
      graph.setListeners(
          new BaseTrainingListener() {
            @Override
            public void onForwardPass(Model model, Map<String, INDArray> activations) {
              names.addAll(activations.keySet());
            }
          });
      train(graph, 1);
    }
    assertTrue(names.containsAll(List.of("conv", "norm", "act")), names::toString);
  }

  @Test
  void anIteratorTrainsForItsEpochs() {
    try (OneDnnGraph graph = graph()) {
      ComputationGraph stock = new ComputationGraph(network());
      stock.init(graph.params().dup(), false);
      graph.fit(batches(3), 4);
      stock.fit(batches(3), 4);
      assertEquals(4, graph.getEpochCount());
      assertEquals(12, graph.getIterationCount());
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
    }
  }

  @Test
  void theLearningRateMayChangeInBetween() {
    try (OneDnnGraph graph = graph()) {
      ComputationGraph stock = new ComputationGraph(network());
      stock.init(graph.params().dup(), false);
      for (ComputationGraph each : List.of(stock, graph)) {
        train(each, 4);
        each.setLearningRate(0.001);
        train(each, 4);
      }
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
      assertEquals(0.001, graph.getLearningRate("conv"));
    }
  }

  /** Whose plans share memory, which moves when a larger one comes. */
  @Test
  void batchesOfOtherSizesInBetweenChangeNothing() {
    int[] sizes = {2, 8, 2, 16, 8, 2, 40, 2};
    OneDnnGraph mixed = graph();
    try (mixed) {
      for (int size : sizes) {
        INDArray[] features = {GraphCheck.features(size, size, 2, 6, 6)};
        INDArray[] labels = {GraphCheck.classes(size, size, 3)};
        OneDnnGraph alone = graph();
        try (alone) {
          GraphCheck.backpropagate(alone, features, labels);
          GraphCheck.backpropagate(mixed, features, labels);
          assertEquals(alone.getFlattenedGradients(), mixed.getFlattenedGradients());
          assertEquals(alone.outputSingle(features), mixed.outputSingle(features));
        }
      }
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    OneDnnGraph graph = graph();
    train(graph, 1);
    graph.close();
    graph.close();
  }

  @Test
  void graphsTakeTurnsOnOneThread() {
    try (OneDnnGraph alone = graph();
        OneDnnGraph first = graph();
        OneDnnGraph second = graph()) {
      train(alone, 6);
      for (int step = 0; step < 6; step++) {
        first.fit(batch(step));
        second.fit(batch(100 + step));
        second.outputSingle(batch(7).getFeatures());
      }
      assertEquals(alone.params(), first.params());
      assertNotEquals(alone.params(), second.params());
    }
  }
}
