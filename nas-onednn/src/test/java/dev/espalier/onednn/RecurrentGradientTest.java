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

/** Recurrent layers against the stock graph in double precision. */
final class RecurrentGradientTest {
  private static final int CLASSES = 3;

  private static LSTM.Builder lstm(int units) {
    return new LSTM.Builder().nOut(units).activation(Activation.TANH);
  }

  /** Two layers, so that gradients pass through one of them. */
  private static ComputationGraphConfiguration twice(
      int features, int steps, int units, boolean last) {
    var graph =
        Networks.builder()
            .addLayer("first", lstm(units).build(), "in")
            .addLayer("second", lstm(units + 3).build(), "first");
    if (last) {
      graph.addVertex("sum", new LastTimeStepVertex("in"), "second");
    } else {
      graph.addLayer("sum", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "second");
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
    GraphCheck.of(twice(features, steps, units, last), CLASSES, 5, 4, features, steps)
        .agrees(GraphCheck.SMOOTH);
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
