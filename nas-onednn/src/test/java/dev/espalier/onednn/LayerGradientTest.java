package dev.espalier.onednn;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Each covered layer that slides no window, in a matrix of its options, against the stock graph in
 * double precision.
 */
final class LayerGradientTest {
  /** Channels before the layer under test: a whole block of vector registers, and not. */
  private static final int[] CHANNELS = {1, 3, 8, 16};

  @ParameterizedTest
  @EnumSource(
      value = PoolingType.class,
      names = {"MAX", "AVG"})
  void globalPooling(PoolingType type) {
    for (int channels : CHANNELS) {
      Networks.check(new GlobalPoolingLayer.Builder(type).build(), channels, 9, 7);
      Networks.check(new GlobalPoolingLayer.Builder(type).build(), channels, 1, 1);
    }
  }

  static Stream<BatchNormalization> norms() {
    return Stream.of(
        new BatchNormalization.Builder().useLogStd(false).build(),
        new BatchNormalization.Builder().useLogStd(true).build(),
        new BatchNormalization.Builder().decay(0.5).eps(1e-3).useLogStd(true).build(),
        new BatchNormalization.Builder(true).gamma(1.5).beta(0.25).useLogStd(false).build());
  }

  @Test
  void croppingAndPadding() {
    for (int channels : CHANNELS) {
      Networks.check(new Cropping2D.Builder(1, 2, 0, 3).build(), channels, 6, 5);
      Networks.check(new ZeroPaddingLayer.Builder(0, 1, 3, 2).build(), channels, 5, 4);
      Networks.check(new ZeroPaddingLayer.Builder(2, 1, 0, 1).build(), channels, 1, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void batchNormalization(BatchNormalization layer) {
    for (int channels : CHANNELS) {
      Networks.check((Layer) layer.clone(), channels, 5, 6);
      Networks.check((Layer) layer.clone(), channels, 1, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void batchNormalizationAfterConvolution(BatchNormalization layer) {
    for (boolean bias : new boolean[] {true, false}) {
      var graph =
          Networks.builder()
              .addLayer("conv", Networks.conv(8, 3, bias), "in")
              .addLayer("norm", (Layer) layer.clone(), "conv")
              .addLayer("act", Networks.activation(Activation.TANH), "norm")
              .addLayer("deep", depth(8, bias), "act")
              .addLayer("norm2", (Layer) layer.clone(), "deep")
              .addLayer("out", Networks.softmax(), "norm2")
              .setOutputs("out")
              .setInputTypes(InputType.convolutional(6, 5, 2))
              .build();
      GraphCheck.of(graph, Networks.CLASSES, 5, 4, 2, 6, 5).agrees(GraphCheck.SMOOTH);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RELU", "RELU6", "LEAKYRELU", "ELU", "TANH", "SIGMOID", "SWISH", "GELU", "IDENTITY"})
  void activations(Activation activation) {
    boolean smooth = !activation.name().contains("RELU");
    for (int channels : new int[] {3, 8}) {
      GraphCheck.of(
              Networks.around(Networks.activation(activation), channels, 5, 4),
              Networks.CLASSES,
              5,
              3,
              2,
              5,
              4)
          .agrees(smooth ? GraphCheck.SMOOTH : GraphCheck.RECTIFIED);
    }
    DenseLayer dense = new DenseLayer.Builder().nOut(7).activation(activation).build();
    Networks.check(dense, 3, 4, 4);
  }

  @ParameterizedTest
  @EnumSource(ElementWiseVertex.Op.class)
  void elementwiseVertices(ElementWiseVertex.Op op) {
    for (int channels : new int[] {3, 8}) {
      GraphCheck.of(
              branches(new ElementWiseVertex(op), channels, channels),
              Networks.CLASSES,
              5,
              3,
              2,
              6,
              5)
          .agrees(GraphCheck.SMOOTH);
    }
  }

  static Stream<GraphVertex> scalings() {
    return Stream.of(new ScaleVertex(0.7), new ShiftVertex(0.3));
  }

  @ParameterizedTest
  @MethodSource("scalings")
  void scaleAndShift(GraphVertex vertex) {
    var graph =
        Networks.builder()
            .addLayer("a", Networks.conv(4, 3, true), "in")
            .addVertex("vertex", vertex, "a")
            .addLayer("out", Networks.softmax(), "vertex")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(6, 5, 2))
            .build();
    GraphCheck.of(graph, Networks.CLASSES, 5, 3, 2, 6, 5).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void concatenation() {
    for (int[] channels : new int[][] {{3, 5}, {8, 8}, {16, 8}, {8, 3}}) {
      GraphCheck.of(
              branches(new MergeVertex(), channels[0], channels[1]),
              Networks.CLASSES,
              5,
              3,
              2,
              6,
              5)
          .agrees(GraphCheck.SMOOTH);
    }
  }

  @Test
  void someOfTheChannels() {
    for (int[] take :
        new int[][] {{16, 0, 8}, {16, 8, 8}, {17, 0, 16}, {24, 8, 8}, {5, 1, 3}, {32, 0, 31}}) {
      // No input types: DL4J infers wrong ones for a subset of maps.
      var graph =
          Networks.builder()
              .addLayer("a", input(Networks.conv(take[0], 3, true), 2), "in")
              .addVertex("part", new SubsetVertex(take[1], take[1] + take[2] - 1), "a")
              .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "part")
              .addLayer("out", input(Networks.softmax(), take[2]), "pool")
              .setOutputs("out")
              .build();
      GraphCheck.of(graph, Networks.CLASSES, 5, 3, 2, 6, 5).agrees(GraphCheck.SMOOTH);
    }
  }

  /** Squeeze-and-excitation: a map scaled by one number a channel. */
  @Test
  void scalingOfChannels() {
    for (int channels : new int[] {6, 16}) {
      // No input types: DL4J would refuse maps of different sizes, which it multiplies all the
      // same.
      var graph =
          Networks.builder()
              .addLayer("a", input(Networks.conv(channels, 3, true), 2), "in")
              .addLayer(
                  "squeeze",
                  new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
                  "a")
              .addLayer("less", input(pixel(4, Activation.SWISH), channels), "squeeze")
              .addLayer("excite", input(pixel(channels, Activation.SIGMOID), 4), "less")
              .addVertex(
                  "scaled", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "excite")
              .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "scaled")
              .addLayer("out", input(Networks.softmax(), channels), "pool")
              .setOutputs("out")
              .build();
      GraphCheck.of(graph, Networks.CLASSES, 5, 3, 2, 6, 5).agrees(GraphCheck.SMOOTH);
    }
  }

  /** The same with dense layers between, whose rows become maps of one pixel. */
  @Test
  void scalingOfChannelsByRows() {
    for (int channels : new int[] {6, 16}) {
      DenseLayer gate =
          new DenseLayer.Builder().nOut(channels).activation(Activation.SIGMOID).build();
      var graph =
          Networks.builder()
              .addLayer("a", input(Networks.conv(channels, 3, true), 2), "in")
              .addLayer("squeeze", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "a")
              .addLayer("excite", input(gate, channels), "squeeze")
              .addVertex(
                  "pixels",
                  new PreprocessorVertex(new FeedForwardToCnnPreProcessor(1, 1, channels)),
                  "excite")
              .addVertex(
                  "scaled", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "pixels")
              .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "scaled")
              .addLayer("out", input(Networks.softmax(), channels), "pool")
              .setOutputs("out")
              .build();
      GraphCheck.of(graph, Networks.CLASSES, 5, 3, 2, 6, 5).agrees(GraphCheck.SMOOTH);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = LossFunction.class,
      names = {"MCXENT", "MSE", "L1", "L2", "XENT", "NEGATIVELOGLIKELIHOOD"})
  void losses(LossFunction loss) {
    Activation last =
        switch (loss) {
          case MCXENT, NEGATIVELOGLIKELIHOOD -> Activation.SOFTMAX;
          case XENT -> Activation.SIGMOID;
          default -> Activation.IDENTITY;
        };
    OutputLayer output =
        new OutputLayer.Builder(loss).nOut(Networks.CLASSES).activation(last).build();
    LossLayer lossLayer = new LossLayer.Builder(loss).activation(last).build();
    var dense =
        Networks.builder()
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build(),
                "in")
            .addLayer("out", output, "hidden")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(4))
            .build();
    GraphCheck.of(dense, Networks.CLASSES, 5, 6, 4).agrees(GraphCheck.SMOOTH);
    var plain =
        Networks.builder()
            .addLayer(
                "hidden",
                new DenseLayer.Builder()
                    .nOut(Networks.CLASSES)
                    .activation(Activation.IDENTITY)
                    .build(),
                "in")
            .addLayer("out", lossLayer, "hidden")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(4))
            .build();
    if (loss != LossFunction.XENT) { // stock scores that in a loss layer wrongly
      GraphCheck.of(plain, Networks.CLASSES, 5, 6, 4).agrees(GraphCheck.SMOOTH);
    }
  }

  private static ComputationGraphConfiguration branches(GraphVertex vertex, int a, int b) {
    return Networks.builder()
        .addLayer("a", Networks.conv(a, 3, true), "in")
        .addLayer("b", Networks.conv(b, 1, false), "in")
        .addVertex("vertex", vertex, "a", "b")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "vertex")
        .addLayer("out", Networks.softmax(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(6, 5, 2))
        .build();
  }

  private static ConvolutionLayer pixel(int channels, Activation activation) {
    return new ConvolutionLayer.Builder(1, 1).nOut(channels).activation(activation).build();
  }

  private static <L extends FeedForwardLayer> L input(L layer, int channels) {
    layer.setNIn(channels);
    return layer;
  }

  private static DepthwiseConvolution2D depth(int channels, boolean bias) {
    return new DepthwiseConvolution2D.Builder(3, 3)
        .nOut(channels)
        .hasBias(bias)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .build();
  }
}
