package dev.espalier.onednn;

import static dev.espalier.onednn.Networks.softmax;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

/** Layers on series, such as signals and texts, against the stock graph in double precision. */
final class SeriesGradientTest {
  private static final int CLASSES = 3;
  private static final int[] LENGTHS = {7, 16, 33};

  private static Convolution1DLayer.Builder convolution(int features) {
    return new Convolution1DLayer.Builder(3)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.TANH)
        .nOut(features);
  }

  private static GlobalPoolingLayer pool(PoolingType type) {
    return new GlobalPoolingLayer.Builder(type).build();
  }

  private static ComputationGraphConfiguration around(Layer layer, int features, int length) {
    return Networks.builder()
        .addLayer("before", convolution(features).build(), "in")
        .addLayer("layer", layer, "before")
        .addLayer("pool", pool(PoolingType.AVG), "layer")
        .addLayer("out", softmax(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(2, length))
        .build();
  }

  private static GraphCheck check(Layer layer, int features, int length) {
    return GraphCheck.of(around(layer, features, length), CLASSES, 5, 3, 2, length);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0, Same", "3, 1, 1, 0, Same", "5, 2, 1, 0, Same", "4, 3, 1, 0, Same",
    "3, 1, 2, 0, Same", "3, 1, 4, 0, Same", "3, 1, 1, 0, Truncate", "3, 2, 1, 1, Truncate",
    "5, 1, 1, 2, Truncate", "2, 3, 1, 1, Truncate", "3, 1, 2, 2, Truncate", "3, 1, 1, 1, Strict"
  })
  void convolution(int kernel, int stride, int dilation, int padding, ConvolutionMode mode) {
    for (int length : LENGTHS) {
      for (int features : new int[] {1, 3, 8}) {
        check(
                new Convolution1DLayer.Builder(kernel, stride, padding)
                    .dilation(dilation)
                    .convolutionMode(mode)
                    .nOut(features == 3 ? 5 : 16)
                    .hasBias(features != 8)
                    .activation(Activation.SIGMOID)
                    .build(),
                features,
                length)
            .agrees(GraphCheck.SMOOTH);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, 2, 2, Truncate", "MAX, 3, 1, Same", "MAX, 3, 2, Same", "MAX, 1, 1, Truncate",
    "AVG, 2, 2, Truncate", "AVG, 3, 1, Same", "AVG, 3, 2, Truncate", "AVG, 7, 1, Truncate"
  })
  void pooling(SubsamplingLayer.PoolingType type, int kernel, int stride, ConvolutionMode mode) {
    for (int length : LENGTHS) {
      for (int features : new int[] {3, 8}) {
        Layer layer =
            new Subsampling1DLayer.Builder(type, kernel, stride).convolutionMode(mode).build();
        check(layer, features, length).agrees(GraphCheck.SMOOTH);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PoolingType.class,
      names = {"MAX", "AVG"})
  void globalPooling(PoolingType type) {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("a", convolution(8).build(), "in")
            .addLayer("pool", pool(type), "a")
            .addLayer("out", softmax(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(2, 11))
            .build();
    GraphCheck.of(configuration, CLASSES, 5, 4, 2, 11).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void branches() {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("a", convolution(8).build(), "in")
            .addLayer("b", convolution(8).build(), "a")
            .addLayer("c", convolution(5).build(), "a")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
            .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "sum", "a")
            .addVertex("merge", new MergeVertex(), "product", "c")
            .addLayer("act", new ActivationLayer(Activation.SWISH), "merge")
            .addLayer("pool", pool(PoolingType.AVG), "act")
            .addLayer("out", softmax(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(2, 13))
            .build();
    GraphCheck.of(configuration, CLASSES, 5, 4, 2, 13).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void otherLayersOnSeriesRunOnStockKernels() {
    refused(new BatchNormalization(), "batch normalization of series");
    refused(new Upsampling1D.Builder(2).build(), "layer Upsampling1D");
    refused(
        new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.SUM, 2, 2).build(),
        "pooling SUM");
    refused(new Subsampling1DLayer.Builder(3, 2, 1).build(), "padding in a pooling of series");
  }

  @Test
  void stepsBeforeFeaturesRunOnStockKernels() {
    Layer layer = new Convolution1DLayer.Builder(3).nOut(4).rnnDataFormat(RNNFormat.NWC).build();
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer("layer", layer, "in")
            .addLayer("pool", pool(PoolingType.AVG), "layer")
            .addLayer("out", softmax(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(2, 9, RNNFormat.NWC))
            .build();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init();
      String explanation = graph.explain(new long[] {3, 9, 2}).toString();
      assertTrue(explanation.contains("data format NWC"), explanation);
    }
  }

  @Test
  void dropoutIsCovered() {
    Explanation explanation = explain(new DropoutLayer(0.8));
    assertTrue(explanation.isCovered(), explanation::toString);
  }

  private static void refused(Layer layer, String reason) {
    String explanation = explain(layer).toString();
    assertTrue(explanation.contains(reason), explanation);
  }

  private static Explanation explain(Layer layer) {
    try (OneDnnGraph graph = new OneDnnGraph(around(layer, 4, 9))) {
      graph.init();
      return graph.explain(new long[] {3, 2, 9});
    }
  }
}
