package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.PositionalEncoding;
import dev.espalier.onednn.layer.SequenceDropout;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Whole trainings on sequences, with a mask in every second step. */
final class SequenceTrainingTest {
  private static final int STEPS = 20;
  private static final int FEATURES = 3;
  private static final int LENGTH = 9;

  /**
   * Biases of keys have no gradient but rounding error; with the usual epsilon, Adam would make
   * whole steps of it.
   */
  private static final Adam ADAM = new Adam(0.01, 0.9, 0.999, 1e-4);

  /** Networks. */
  enum Network {
    RECURRENT {
      @Override
      String body(GraphBuilder graph) {
        graph
            .addLayer("lstm", RecurrentGradientTest.Cell.LSTM.layer(8), "in")
            .addLayer("gru", RecurrentGradientTest.Cell.GRU.layer(8), "lstm")
            .addLayer("simple", RecurrentGradientTest.Cell.SIMPLE.layer(8), "gru");
        return "simple";
      }
    },
    CELL {
      @Override
      String body(GraphBuilder graph) {
        graph.addLayer("cell", RecurrentGradientTest.Cell.CELL.layer(8), "in");
        return "cell";
      }
    },
    ENCODER {
      @Override
      String body(GraphBuilder graph) {
        graph
            .addLayer("embedded", dense(8), "in")
            .addLayer(
                "placed", new PositionalEncoding.Builder().learned(LENGTH).build(), "embedded")
            .addLayer("attended", new MultiHeadSelfAttention.Builder().heads(2).build(), "placed")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "placed", "attended")
            .addLayer("norm", new LayerNormalization.Builder().build(), "sum")
            .addLayer("wide", dense(16), "norm")
            .addLayer("narrow", dense(8), "wide")
            .addVertex("both", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "narrow");
        return "both";
      }
    };

    abstract String body(GraphBuilder graph);

    private static Convolution1DLayer dense(int outputs) {
      return new Convolution1DLayer.Builder(1).nOut(outputs).activation(Activation.TANH).build();
    }

    ComputationGraphConfiguration configuration(boolean dropout) {
      GraphBuilder graph =
          new NeuralNetConfiguration.Builder()
              .seed(3)
              .dataType(DataType.FLOAT)
              .updater(ADAM)
              .l2(0.001)
              .graphBuilder()
              .addInputs("in");
      String last = body(graph);
      if (dropout) {
        graph.addLayer("dropped", new SequenceDropout.Builder().dropOut(0.8).build(), last);
        last = "dropped";
      }
      return graph
          .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
          .addLayer("out", Networks.softmax(), "pool")
          .setOutputs("out")
          .setInputTypes(InputType.recurrent(FEATURES, LENGTH))
          .build();
    }
  }

  private static void step(ComputationGraph graph, long seed) {
    INDArray[] masks = seed % 2 == 0 ? null : new INDArray[] {GraphCheck.allLengths(LENGTH)};
    graph.fit(
        new INDArray[] {GraphCheck.features(seed % 3, LENGTH, FEATURES, LENGTH)},
        new INDArray[] {GraphCheck.classes(seed % 3, LENGTH, 3)},
        masks,
        null);
  }

  @ParameterizedTest
  @EnumSource
  void trainsAsTheStockGraph(Network network) {
    ComputationGraph stock = new ComputationGraph(network.configuration(false));
    stock.init();
    OneDnnGraph graph = new OneDnnGraph(network.configuration(false));
    try (graph) {
      graph.init(stock.params().dup(), false);
      assertTrue(graph.explain(new long[] {LENGTH, FEATURES, LENGTH}).isCovered());
      assertTrue(graph.explainMasked(LENGTH, FEATURES, LENGTH).isCovered());
      for (int step = 0; step < STEPS; step++) {
        step(stock, step);
        step(graph, step);
      }
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-4);
    }
  }

  /** Parameters after training; the masks of dropout follow the generator of this thread. */
  private static float[] trained(Network network, long seed) {
    Nd4j.getRandom().setSeed(seed);
    try (OneDnnGraph graph = new OneDnnGraph(network.configuration(true))) {
      graph.init();
      for (int step = 0; step < STEPS; step++) {
        step(graph, seed + step);
      }
      return graph.params().toFloatVector();
    }
  }

  @Test
  void equalSeedsGiveEqualBitsAloneAndBesideAnother() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Network network : Network.values()) {
        float[] alone = trained(network, 5);
        assertArrayEquals(alone, trained(network, 5), 0f);
        Future<float[]> one = threads.submit(() -> trained(network, 5));
        Future<float[]> other = threads.submit(() -> trained(network, 6));
        assertArrayEquals(alone, one.get(2, TimeUnit.MINUTES), 0f);
        assertArrayEquals(trained(network, 6), other.get(2, TimeUnit.MINUTES), 0f);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
