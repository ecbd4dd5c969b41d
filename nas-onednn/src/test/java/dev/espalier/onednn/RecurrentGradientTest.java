package dev.espalier.onednn;

import static dev.espalier.onednn.Networks.softmax;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Recurrent layers against the stock graph in double precision. */
final class RecurrentGradientTest {
  private static final int CLASSES = 3;

  private static LSTM.Builder lstm(int units) {
    return new LSTM.Builder().nOut(units).activation(Activation.TANH);
  }

  /** Two layers, so that gradients pass through one of them. */
  private static ComputationGraphConfiguration twice(
      int features, int steps, int units, boolean last, PoolingType type) {
    var graph =
        Networks.builder()
            .addLayer("first", lstm(units).build(), "in")
            .addLayer("second", lstm(units + 3).build(), "first");
    if (last) {
      graph.addVertex("sum", new LastTimeStepVertex("in"), "second");
    } else {
      graph.addLayer("sum", new GlobalPoolingLayer.Builder(type).build(), "second");
    }
    return graph
        .addLayer("out", softmax(), "sum")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(features, steps))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, true",
    "3, 2, 5, true",
    "3, 2, 5, false",
    "7, 16, 16, false",
    "7, 33, 24, true",
    "28, 28, 64, true"
  })
  void longShortTermMemory(int features, int steps, int units, boolean last) {
    GraphCheck.of(
            twice(features, steps, units, last, PoolingType.AVG), CLASSES, 5, 4, features, steps)
        .agrees(GraphCheck.SMOOTH);
  }

  /** Sequences of all lengths from one step. */
  @ParameterizedTest
  @CsvSource({"3, 5, 5, true, AVG", "3, 5, 5, false, AVG", "7, 33, 24, false, MAX"})
  void stepsThatDoNotCount(int features, int steps, int units, boolean last, PoolingType type) {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, steps, steps);
    for (int row = 0; row < steps; row++) {
      for (int step = 0; step <= row; step++) {
        mask.putScalar(row, step, 1.0);
      }
    }
    GraphCheck.of(twice(features, steps, units, last, type), CLASSES, 5, steps, features, steps)
        .withMask(mask)
        .agrees(GraphCheck.SMOOTH);
  }

  /** Steps that do not count before others that do mean another thing to DL4J. */
  @Test
  void gapsRunOnStockKernels() {
    ComputationGraphConfiguration configuration = twice(3, 5, 4, true, PoolingType.AVG);
    INDArray features = GraphCheck.features(3, 1, 3, 5);
    INDArray mask = Nd4j.createFromArray(new float[][] {{1f, 0f, 1f, 1f, 0f}});
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      INDArray[] masks = {mask};
      INDArray stock =
          GraphCheck.stock(graph)
              .output(false, new INDArray[] {features.castTo(DataType.DOUBLE)}, masks, null)[0];
      INDArray here = graph.output(false, new INDArray[] {features}, masks, null)[0];
      GraphCheck.assertClose("output", stock, here, GraphCheck.SMOOTH);
    }
  }

  @Test
  void otherGatesRunOnStockKernels() {
    refused(lstm(4).gateActivationFunction(Activation.HARDSIGMOID).build(), "gates by");
    refused(lstm(4).activation(Activation.RELU).build(), "a recurrent layer with");
  }

  private static void refused(LSTM layer, String reason) {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("layer", layer, "in")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "layer")
            .addLayer("out", softmax(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(2, 5))
            .build();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      String explanation = graph.explain(new long[] {3, 2, 5}).toString();
      assertTrue(explanation.contains(reason), explanation);
    }
  }
}
