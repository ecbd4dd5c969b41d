package dev.espalier.onednn;

import static dev.espalier.onednn.Networks.softmax;

import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.StepMask;
import dev.espalier.onednn.layer.StepPooling;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Layers that keep the steps of series, against the stock graph in double precision. */
final class StepsGradientTest {
  private static final int FEATURES = 3;
  private static final int STEPS = 7;

  private static Convolution1DLayer.Builder convolution(int kernel, ConvolutionMode mode) {
    return new Convolution1DLayer.Builder(kernel)
        .nOut(6)
        .convolutionMode(mode)
        .activation(Activation.TANH);
  }

  private static DepthwiseConvolution1D.Builder depthwise(int kernel) {
    return new DepthwiseConvolution1D.Builder().kernel(kernel);
  }

  private static MultiHeadSelfAttention.Builder attention(int heads) {
    return new MultiHeadSelfAttention.Builder().heads(heads);
  }

  static Stream<Arguments> layers() {
    ConvolutionMode same = ConvolutionMode.Same;
    ConvolutionMode causal = ConvolutionMode.Causal;
    return Stream.of(
        Arguments.of("layer norm", new LayerNormalization.Builder().build()),
        Arguments.of("attention", attention(1).build()),
        Arguments.of("attention of two heads", attention(2).build()),
        Arguments.of("causal attention", attention(2).causal(true).build()),
        Arguments.of("weighted attention", attention(2).weighted(true).build()),
        Arguments.of("step mask", new StepMask.Builder().build()),
        Arguments.of("dense", convolution(1, ConvolutionMode.Truncate).build()),
        Arguments.of("dense, no bias", convolution(1, same).hasBias(false).build()),
        Arguments.of("convolution", convolution(3, same).build()),
        Arguments.of("even convolution", convolution(4, same).hasBias(false).build()),
        Arguments.of("dilated convolution", convolution(3, same).dilation(2).build()),
        Arguments.of("causal convolution", convolution(3, causal).build()),
        Arguments.of("causal dilated convolution", convolution(2, causal).dilation(3).build()),
        Arguments.of("depthwise", depthwise(3).bias(true).build()),
        Arguments.of("even depthwise", depthwise(4).build()),
        Arguments.of("dilated depthwise", depthwise(3).dilation(2).build()),
        Arguments.of("causal depthwise", depthwise(3).causal(true).build()),
        Arguments.of("mean of steps", new StepPooling.Builder().kernel(3).build()),
        Arguments.of("mean of even steps", new StepPooling.Builder().kernel(4).build()),
        Arguments.of("maximum of steps", new StepPooling.Builder().kernel(3).maximum().build()));
  }

  private static ComputationGraphConfiguration around(Layer layer) {
    return Networks.builder()
        .addLayer("before", convolution(1, ConvolutionMode.Same).build(), "in")
        .addLayer("layer", layer, "before")
        .addLayer("after", new LSTM.Builder().nOut(6).activation(Activation.TANH).build(), "layer")
        .addLayer("sum", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "after")
        .addLayer("out", softmax(), "sum")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(FEATURES, STEPS))
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void withMasksAndWithout(String name, Layer layer) {
    GraphCheck check = GraphCheck.of(around(layer), 3, 5, STEPS, FEATURES, STEPS);
    check.agrees(GraphCheck.SMOOTH);
    check.withMask(GraphCheck.allLengths(STEPS)).agrees(GraphCheck.SMOOTH);
  }

  /** Windows that reach beyond both ends, on a single step. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void oneStep(String name, Layer layer) {
    ComputationGraphConfiguration configuration = around(layer);
    if (!List.of("mean of even steps").contains(name)) {
      GraphCheck.of(configuration, 3, 5, 2, FEATURES, 1).agrees(GraphCheck.SMOOTH);
    }
  }
}
