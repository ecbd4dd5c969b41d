package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What training leaves alone, drops or bounds. */
final class FrozenAndDropoutTest {
  private static final INDArray FEATURES = GraphCheck.features(1, 4, 2, 5, 6);
  private static final INDArray LABELS = GraphCheck.classes(1, 4, 3);

  private static ComputationGraphConfiguration network() {
    return Networks.builder()
        .addLayer("first", Networks.conv(8, 3, true), "in")
        .addLayer("norm", new BatchNormalization.Builder().build(), "first")
        .addLayer("act", Networks.activation(Activation.TANH), "norm")
        .addLayer("second", Networks.conv(4, 3, true), "act")
        .addLayer("out", Networks.softmax(), "second")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(5, 6, 2))
        .build();
  }

  private static void train(ComputationGraph graph, int steps) {
    for (int step = 0; step < steps; step++) {
      graph.fit(new INDArray[] {FEATURES}, new INDArray[] {LABELS});
    }
  }

  @Test
  void aLayerFrozenInPlaceDoesNotMove() {
    ComputationGraph stock = new ComputationGraph(network());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(network())) {
      graph.init(stock.params().dup(), false);
      for (String name : new String[] {"first", "norm"}) {
        stock.getVertex(name).setLayerAsFrozen();
        graph.getVertex(name).setLayerAsFrozen();
      }
      INDArray first = graph.getLayer("first").params().dup();
      INDArray norm = graph.getLayer("norm").params().dup();
      INDArray second = graph.getLayer("second").params().dup();
      assertTrue(graph.explain(FEATURES.shape()).isCovered());
      train(stock, 10);
      train(graph, 10);
      assertEquals(first, graph.getLayer("first").params());
      assertEquals(norm, graph.getLayer("norm").params());
      assertNotEquals(second, graph.getLayer("second").params());
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
    }
  }

  @Test
  void aLayerBelowAFrozenOneDoesNotLearnAsInTheStockGraph() {
    ComputationGraph stock = new ComputationGraph(network());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(network())) {
      graph.init(stock.params().dup(), false);
      stock.getVertex("second").setLayerAsFrozen();
      graph.getVertex("second").setLayerAsFrozen();
      train(graph, 3);
      boolean stockRuns = true;
      try {
        train(stock, 3);
      } catch (RuntimeException refused) {
        stockRuns = false; // DL4J has no gradient for the layers below
      }
      if (stockRuns) {
        GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
      }
    }
  }

  @Test
  void aTransferredModelKeepsItsFrozenLayers() {
    ComputationGraph whole = new ComputationGraph(network());
    whole.init();
    ComputationGraph stock =
        new TransferLearning.GraphBuilder(whole)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Adam(0.01)).build())
            .setFeatureExtractor("act")
            .build();
    try (OneDnnGraph graph = OneDnnGraph.wrap(stock.clone())) {
      INDArray first = graph.getLayer("first").params().dup();
      assertTrue(graph.explain(FEATURES.shape()).isCovered());
      train(stock, 10);
      train(graph, 10);
      assertEquals(first, graph.getLayer("first").params());
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
      GraphCheck.assertClose(
          "output", stock.outputSingle(FEATURES), graph.outputSingle(FEATURES), 1e-4);
    }
  }

  /** The loss's gradient at weights of 1 is the mean of what was kept, scaled. */
  private static ComputationGraphConfiguration dropping(double keep) {
    return Networks.builder()
        .addLayer("drop", new DropoutLayer.Builder(keep).build(), "in")
        .addLayer(
            "dense",
            new DenseLayer.Builder().nOut(1).activation(Activation.IDENTITY).build(),
            "drop")
        .addLayer(
            "out",
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
            "dense")
        .setOutputs("out")
        .setInputTypes(InputType.feedForward(50))
        .build();
  }

  @Test
  void dropoutKeepsTheMean() {
    int rows = 2000;
    INDArray ones = Nd4j.ones(DataType.FLOAT, rows, 50);
    // With a prediction of 0 for labels of -1/2, the gradient of a weight is the sum of its kept
    // inputs.
    INDArray labels = Nd4j.valueArrayOf(new long[] {rows, 1}, -0.5f, DataType.FLOAT);
    try (OneDnnGraph graph = new OneDnnGraph(dropping(0.8))) {
      graph.init();
      graph.params().assign(0.0);
      assertTrue(graph.explain(ones.shape()).isCovered());
      Nd4j.getRandom().setSeed(7);
      GraphCheck.backpropagate(graph, new INDArray[] {ones}, new INDArray[] {labels});
      INDArray kept = graph.gradient().getGradientFor("dense_W").div(rows);
      // 100,000 draws with a standard deviation of 0.5: 5 standard errors are 0.008.
      assertEquals(1.0, kept.meanNumber().doubleValue(), 0.008);
      // 2,000 draws each.
      assertTrue(kept.maxNumber().doubleValue() < 1.06 && kept.minNumber().doubleValue() > 0.94);
      assertTrue(kept.stdNumber().doubleValue() > 0.005, "something is dropped");
    }
  }

  @Test
  void theSameSeedDropsTheSame() {
    INDArray features = GraphCheck.features(2, 6, 50);
    INDArray labels = GraphCheck.features(3, 6, 1);
    try (OneDnnGraph graph = new OneDnnGraph(dropping(0.5))) {
      graph.init();
      INDArray[] found = new INDArray[3];
      for (int i = 0; i < 3; i++) {
        Nd4j.getRandom().setSeed(i == 2 ? 8 : 7);
        GraphCheck.backpropagate(graph, new INDArray[] {features}, new INDArray[] {labels});
        found[i] = graph.getFlattenedGradients().dup();
      }
      assertEquals(found[0], found[1]);
      assertNotEquals(found[0], found[2]);
    }
  }

  @Test
  void nothingIsDroppedAtInference() {
    INDArray features = GraphCheck.features(2, 6, 50);
    ComputationGraph stock = new ComputationGraph(dropping(0.5));
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(dropping(0.5))) {
      graph.init(stock.params().dup(), false);
      GraphCheck.assertClose(
          "output", stock.outputSingle(features), graph.outputSingle(features), 1e-5);
      assertEquals(graph.outputSingle(features), graph.outputSingle(features));
    }
  }

  @Test
  void aLossLayerDropsNothing() {
    var configuration =
        Networks.builder()
            .addLayer(
                "dense", new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build(), "in")
            .addLayer(
                "out",
                new LossLayer.Builder(LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .dropOut(0.5)
                    .build(),
                "dense")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(4))
            .build();
    GraphCheck.of(configuration, 3, 5, 6, 4).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void constraintsHoldAfterEachStep() {
    var configuration =
        Networks.builder()
            .addLayer(
                "dense",
                new DenseLayer.Builder()
                    .nOut(5)
                    .activation(Activation.TANH)
                    .constrainWeights(new MaxNormConstraint(0.3, 1))
                    .build(),
                "in")
            .addLayer("out", Networks.softmax(), "dense")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(6))
            .build();
    INDArray[] features = {GraphCheck.features(1, 4, 6)};
    INDArray[] labels = {LABELS};
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init(stock.params().dup(), false);
      assertTrue(graph.explain(features[0].shape()).isCovered());
      for (int step = 0; step < 10; step++) {
        graph.fit(features, labels);
        stock.fit(features, labels);
        INDArray norms = graph.getLayer("dense").getParam("W").norm2(1);
        assertTrue(norms.maxNumber().doubleValue() < 0.3001, norms::toString);
      }
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
    }
  }
}
