package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class BatchStatisticsTest {
  private static final int BATCHES = 3;

  /** The input itself is normalized, so that what is right can be computed from it. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void areMeanAndVarianceOfAllBatches(boolean fast, boolean log) {
    ComputationGraph graph = graph(fast, log);
    try {
      measure(graph);
      INDArray[] all = new INDArray[BATCHES];
      for (int i = 0; i < BATCHES; i++) {
        all[i] = batch(i);
      }
      INDArray whole = Nd4j.concat(0, all);
      for (int c = 0; c < 2; c++) {
        INDArray channel = whole.slice(c, 1);
        double variance = channel.var(false).getDouble(0);
        assertEquals(
            channel.meanNumber().doubleValue(), graph.getParam("norm_mean").getDouble(c), 1e-4);
        double kept = graph.getParam(log ? "norm_log10stdev" : "norm_var").getDouble(c);
        assertEquals(variance, log ? Math.pow(10.0, 2.0 * kept) : kept, 1e-3 * variance);
      }
    } finally {
      graph.close();
    }
  }

  /** Of both kinds of graph at once, with what comes after a normalization. */
  @Test
  void areTheSameOnBothKindsOfGraph() {
    try (OneDnnGraph fast = deep()) {
      ComputationGraph stock = new ComputationGraph(fast.getConfiguration().clone());
      stock.init(fast.params().dup(), false);
      measure(fast);
      measure(stock);
      GraphCheck.assertClose("parameters", stock.params(), fast.params(), 1e-5);
      stock.close();
    }
  }

  @Test
  void nothingElseMoves() {
    try (OneDnnGraph graph = deep()) {
      INDArray before = graph.params().dup();
      BatchStatistics statistics = statistics(graph);
      assertEquals(before, graph.params());
      statistics.write();
      assertNotEquals(before, graph.params());
      for (String name : new String[] {"conv_W", "first_gamma", "first_beta", "out_W", "out_b"}) {
        assertEquals(deepParameter(name), graph.getParam(name), name);
      }
      assertEquals(0, graph.getIterationCount());
    }
  }

  @Test
  void aGraphWithoutBatchNormalizationHasNone() {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("out", Networks.softmax(), "in")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(4))
            .build();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      assertTrue(BatchStatistics.of(graph).isEmpty());
      assertFalse(BatchStatistics.of(deep()).isEmpty());
    }
  }

  private static INDArray deepParameter(String name) {
    try (OneDnnGraph graph = deep()) {
      return graph.getParam(name).dup();
    }
  }

  private static void measure(ComputationGraph graph) {
    statistics(graph).write();
  }

  private static BatchStatistics statistics(ComputationGraph graph) {
    BatchStatistics statistics = BatchStatistics.of(graph);
    for (int i = 0; i < BATCHES; i++) {
      statistics.add(
          new INDArray[] {batch(i)}, new INDArray[] {GraphCheck.classes(i, 6, 3)}, null, null);
    }
    return statistics;
  }

  private static INDArray batch(int number) {
    return GraphCheck.features(number, 6, 2, 5, 4).muli(1.0 + number).addi(number);
  }

  private static ComputationGraph graph(boolean fast, boolean log) {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("norm", new BatchNormalization.Builder().useLogStd(log).build(), "in")
            .addLayer("out", Networks.softmax(), "norm")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(5, 4, 2))
            .build();
    ComputationGraph graph =
        fast ? new OneDnnGraph(configuration) : new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static OneDnnGraph deep() {
    OneDnnGraph graph =
        new OneDnnGraph(
            Networks.builder()
                .addLayer("conv", Networks.conv(5, 3, false), "in")
                .addLayer("first", new BatchNormalization.Builder().build(), "conv")
                .addLayer("tanh", Networks.activation(Activation.TANH), "first")
                .addLayer("second", new BatchNormalization.Builder(true).build(), "tanh")
                .addLayer("out", Networks.softmax(), "second")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(5, 4, 2))
                .build());
    graph.init();
    return graph;
  }
}
