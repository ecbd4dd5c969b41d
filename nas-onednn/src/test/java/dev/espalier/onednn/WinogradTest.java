package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Library;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

/** Convolutions large enough for Winograd's method, against the stock graph in double precision. */
final class WinogradTest {

  private static ConvolutionLayer convolution(int channels, ConvolutionMode mode, boolean bias) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .convolutionMode(mode)
        .hasBias(bias)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** A sum of branches, so that inference folds normalization, sum and function into it. */
  private static ComputationGraphConfiguration network(
      int channels, int outputs, int height, int width, ConvolutionMode mode) {
    return Networks.builder()
        .addLayer("before", Networks.conv(channels, 1, true), "in")
        .addLayer("tanh", Networks.activation(Activation.TANH), "before")
        .addLayer("wide", convolution(outputs, mode, true), "tanh")
        .addLayer("norm", new BatchNormalization.Builder().build(), "wide")
        .addLayer("other", convolution(outputs, mode, false), "tanh")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "other")
        .addLayer("swish", Networks.activation(Activation.SWISH), "sum")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "swish")
        .addLayer("out", Networks.softmax(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(height, width, 2))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "16, 16, 32, 32, 5, Same",
    "32, 32, 14, 14, 6, Same",
    "64, 32, 7, 9, 9, Same",
    "32, 48, 13, 11, 7, Truncate"
  })
  void agreesWithStock(
      int channels, int outputs, int height, int width, int batch, ConvolutionMode mode) {
    GraphCheck.of(
            network(channels, outputs, height, width, mode),
            Networks.CLASSES,
            5,
            batch,
            2,
            height,
            width)
        .agrees(GraphCheck.SMOOTH);
  }

  private static List<String> implementations(int batch) {
    assumeTrue(Library.blocked() == Layout.BLOCKED_16, "no AVX-512");
    try (OneDnnGraph graph = new OneDnnGraph(network(32, 32, 14, 14, ConvolutionMode.Same))) {
      graph.init();
      return graph.explain(new long[] {batch, 2, 14, 14}).steps().stream()
          .filter(step -> step.vertex().equals("wide") && !step.what().contains("weights"))
          .map(Explanation.Step::implementation)
          .toList();
    }
  }

  @Test
  void isUsedWhereItPays() {
    List<String> large = implementations(6);
    assertFalse(large.isEmpty());
    assertEquals(List.of(), large.stream().filter(kernel -> !kernel.contains("wino")).toList());
    assertEquals(
        List.of(), implementations(1).stream().filter(kernel -> kernel.contains("wino")).toList());
  }
}
