package dev.espalier.onednn;

import dev.espalier.onednn.layer.ActivationHardSwish;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
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
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Each covered layer in a matrix of its options against the stock graph in double precision. */
final class LayerGradientTest {
  private static final int CLASSES = 3;

  /** Channels before the layer under test: a whole block of vector registers, and not. */
  private static final int[] CHANNELS = {1, 3, 8, 16};

  static ComputationGraphConfiguration.GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .dataType(DataType.FLOAT)
        .updater(new Sgd(0.1))
        .graphBuilder()
        .addInputs("in");
  }

  static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Trained layers before and after, so that the layer passes gradients on. */
  private static ComputationGraphConfiguration around(Layer layer, int channels, int h, int w) {
    return builder()
        .addLayer(
            "before",
            new ConvolutionLayer.Builder(1, 1).nOut(channels).activation(Activation.TANH).build(),
            "in")
        .addLayer("layer", layer, "before")
        .addLayer("out", softmax(), "layer")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(h, w, 2))
        .build();
  }

  private static void check(Layer layer, int channels, int h, int w) {
    GraphCheck.of(around(layer, channels, h, w), CLASSES, 5, 3, 2, h, w).agrees(GraphCheck.SMOOTH);
  }

  /** Window settings: kernel, stride, dilation, padding and mode. */
  record Shape(int height, int width, int step, int spread, int border, ConvolutionMode mode) {
    int[] kernel() {
      return new int[] {height, width};
    }

    int[] stride() {
      return new int[] {step, step};
    }

    int[] dilation() {
      return new int[] {spread, spread};
    }

    int[] padding() {
      return new int[] {border, border};
    }
  }

  static Stream<Named<Shape>> windows() {
    List<Shape> shapes = new ArrayList<>();
    for (int[] kernel : new int[][] {{1, 1}, {3, 3}, {5, 5}, {2, 2}, {1, 3}, {3, 2}}) {
      for (int stride : new int[] {1, 2, 3}) {
        if (stride <= Math.min(kernel[0], kernel[1])) {
          shapes.add(shape(kernel, stride, 1, 0, ConvolutionMode.Same));
        }
        shapes.add(shape(kernel, stride, 1, 0, ConvolutionMode.Truncate));
        shapes.add(shape(kernel, stride, 1, kernel[0] / 2, ConvolutionMode.Truncate));
      }
      shapes.add(shape(kernel, 1, 2, 0, ConvolutionMode.Same));
      shapes.add(shape(kernel, 1, 2, 1, ConvolutionMode.Truncate));
    }
    return shapes.stream()
        .map(
            s ->
                Named.of(
                    "%dx%d stride %d dilation %d padding %d %s"
                        .formatted(
                            s.height(), s.width(), s.step(), s.spread(), s.border(), s.mode()),
                    s));
  }

  private static Shape shape(
      int[] kernel, int stride, int dilation, int padding, ConvolutionMode mode) {
    return new Shape(kernel[0], kernel[1], stride, dilation, padding, mode);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolution(Shape s) {
    for (int channels : CHANNELS) {
      for (boolean bias : new boolean[] {true, false}) {
        check(
            new ConvolutionLayer.Builder(s.kernel())
                .stride(s.stride())
                .dilation(s.dilation())
                .padding(s.padding())
                .convolutionMode(s.mode())
                .nOut(channels == 3 ? 5 : 8)
                .hasBias(bias)
                .activation(Activation.IDENTITY)
                .build(),
            channels,
            9,
            7);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void depthwiseConvolution(Shape s) {
    if (s.spread() > 1 || s.height() * s.width() == 1) {
      return; // the stock graph, which is compared with, does not run it
    }
    for (int channels : CHANNELS) {
      check(
          new DepthwiseConvolution2D.Builder(s.kernel())
              .stride(s.stride())
              .padding(s.padding())
              .convolutionMode(s.mode())
              .depthMultiplier(channels == 3 ? 2 : 1)
              .nOut(channels == 3 ? 6 : channels)
              .hasBias(channels != 8)
              .activation(Activation.TANH)
              .build(),
          channels,
          9,
          7);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void groupedConvolution(Shape s) {
    for (int[] sizes : new int[][] {{6, 2, 4}, {8, 8, 8}, {3, 3, 6}, {16, 16, 16}, {16, 2, 16}}) {
      check(
          new GroupedConvolution2D.Builder(s.kernel())
              .groups(sizes[1])
              .stride(s.stride())
              .dilation(s.dilation())
              .padding(s.padding())
              .convolutionMode(s.mode())
              .nOut(sizes[2])
              .hasBias(sizes[0] != 8)
              .activation(new ActivationHardSwish())
              .build(),
          sizes[0],
          9,
          7);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void separableConvolution(Shape s) {
    if (s.spread() > 1) {
      return; // as above
    }
    for (int channels : new int[] {3, 8}) {
      check(
          new SeparableConvolution2D.Builder(s.kernel())
              .stride(s.stride())
              .padding(s.padding())
              .convolutionMode(s.mode())
              .depthMultiplier(channels == 3 ? 2 : 1)
              .nOut(4)
              .hasBias(channels == 3)
              .activation(Activation.TANH)
              .build(),
          channels,
          9,
          7);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void pooling(Shape s) {
    if (s.spread() > 1) {
      return; // not covered
    }
    for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG)) {
      for (boolean padded : new boolean[] {false, true}) {
        for (int channels : new int[] {3, 8}) {
          SubsamplingLayer layer =
              new SubsamplingLayer.Builder(s.kernel())
                  .poolingType(SubsamplingLayer.PoolingType.valueOf(type.name()))
                  .stride(s.stride())
                  .padding(s.padding())
                  .convolutionMode(s.mode())
                  .build();
          layer.setAvgPoolIncludePadInDivisor(padded);
          check(layer, channels, 9, 7);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PoolingType.class,
      names = {"MAX", "AVG"})
  void globalPooling(PoolingType type) {
    for (int channels : CHANNELS) {
      check(new GlobalPoolingLayer.Builder(type).build(), channels, 9, 7);
      check(new GlobalPoolingLayer.Builder(type).build(), channels, 1, 1);
    }
  }

  static Stream<BatchNormalization> norms() {
    return Stream.of(
        new BatchNormalization.Builder().useLogStd(false).build(),
        new BatchNormalization.Builder().useLogStd(true).build(),
        new BatchNormalization.Builder().decay(0.5).eps(1e-3).useLogStd(true).build(),
        new BatchNormalization.Builder(true).gamma(1.5).beta(0.25).useLogStd(false).build());
  }

  @ParameterizedTest
  @MethodSource("norms")
  void batchNormalization(BatchNormalization layer) {
    for (int channels : CHANNELS) {
      check((Layer) layer.clone(), channels, 5, 6);
      check((Layer) layer.clone(), channels, 1, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("norms")
  void batchNormalizationAfterConvolution(BatchNormalization layer) {
    for (boolean bias : new boolean[] {true, false}) {
      var graph =
          builder()
              .addLayer("conv", conv(8, 3, bias), "in")
              .addLayer("norm", (Layer) layer.clone(), "conv")
              .addLayer("act", activation(Activation.TANH), "norm")
              .addLayer("deep", depth(8, bias), "act")
              .addLayer("norm2", (Layer) layer.clone(), "deep")
              .addLayer("out", softmax(), "norm2")
              .setOutputs("out")
              .setInputTypes(InputType.convolutional(6, 5, 2))
              .build();
      GraphCheck.of(graph, CLASSES, 5, 4, 2, 6, 5).agrees(GraphCheck.SMOOTH);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RELU", "RELU6", "LEAKYRELU", "ELU", "TANH", "SIGMOID", "SWISH", "GELU", "IDENTITY"})
  void activations(Activation activation) {
    boolean smooth = !activation.name().contains("RELU");
    for (int channels : new int[] {3, 8}) {
      GraphCheck.of(around(activation(activation), channels, 5, 4), CLASSES, 5, 3, 2, 5, 4)
          .agrees(smooth ? GraphCheck.SMOOTH : GraphCheck.RECTIFIED);
    }
    DenseLayer dense = new DenseLayer.Builder().nOut(7).activation(activation).build();
    check(dense, 3, 4, 4);
  }

  @ParameterizedTest
  @EnumSource(ElementWiseVertex.Op.class)
  void elementwiseVertices(ElementWiseVertex.Op op) {
    for (int channels : new int[] {3, 8}) {
      GraphCheck.of(branches(new ElementWiseVertex(op), channels, channels), CLASSES, 5, 3, 2, 6, 5)
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
        builder()
            .addLayer("a", conv(4, 3, true), "in")
            .addVertex("vertex", vertex, "a")
            .addLayer("out", softmax(), "vertex")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(6, 5, 2))
            .build();
    GraphCheck.of(graph, CLASSES, 5, 3, 2, 6, 5).agrees(GraphCheck.SMOOTH);
  }

  @Test
  void concatenation() {
    for (int[] channels : new int[][] {{3, 5}, {8, 8}, {16, 8}, {8, 3}}) {
      GraphCheck.of(branches(new MergeVertex(), channels[0], channels[1]), CLASSES, 5, 3, 2, 6, 5)
          .agrees(GraphCheck.SMOOTH);
    }
  }

  /** Squeeze-and-excitation: a map scaled by one number a channel. */
  @Test
  void scalingOfChannels() {
    for (int channels : new int[] {6, 16}) {
      // No input types: DL4J would refuse maps of different sizes, which it multiplies all the
      // same.
      var graph =
          builder()
              .addLayer("a", input(conv(channels, 3, true), 2), "in")
              .addLayer(
                  "squeeze",
                  new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
                  "a")
              .addLayer("less", input(pixel(4, Activation.SWISH), channels), "squeeze")
              .addLayer("excite", input(pixel(channels, Activation.SIGMOID), 4), "less")
              .addVertex(
                  "scaled", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "excite")
              .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "scaled")
              .addLayer("out", input(softmax(), channels), "pool")
              .setOutputs("out")
              .build();
      GraphCheck.of(graph, CLASSES, 5, 3, 2, 6, 5).agrees(GraphCheck.SMOOTH);
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
    OutputLayer output = new OutputLayer.Builder(loss).nOut(CLASSES).activation(last).build();
    LossLayer lossLayer = new LossLayer.Builder(loss).activation(last).build();
    var dense =
        builder()
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build(),
                "in")
            .addLayer("out", output, "hidden")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(4))
            .build();
    GraphCheck.of(dense, CLASSES, 5, 6, 4).agrees(GraphCheck.SMOOTH);
    var plain =
        builder()
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nOut(CLASSES).activation(Activation.IDENTITY).build(),
                "in")
            .addLayer("out", lossLayer, "hidden")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(4))
            .build();
    if (loss != LossFunction.XENT) { // stock scores that in a loss layer wrongly
      GraphCheck.of(plain, CLASSES, 5, 6, 4).agrees(GraphCheck.SMOOTH);
    }
  }

  private static ComputationGraphConfiguration branches(GraphVertex vertex, int a, int b) {
    return builder()
        .addLayer("a", conv(a, 3, true), "in")
        .addLayer("b", conv(b, 1, false), "in")
        .addVertex("vertex", vertex, "a", "b")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "vertex")
        .addLayer("out", softmax(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(6, 5, 2))
        .build();
  }

  static ConvolutionLayer conv(int channels, int kernel, boolean bias) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .hasBias(bias)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
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

  static ActivationLayer activation(Activation activation) {
    return new ActivationLayer.Builder().activation(activation).build();
  }
}
