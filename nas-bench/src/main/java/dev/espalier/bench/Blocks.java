package dev.espalier.bench;

import dev.espalier.onednn.layer.GroupedConvolution2D;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network under construction, layer by layer: each method appends to the vertex named first and
 * returns the name of the vertex it made. Pictures are {@code [batch, channels, height, width]}.
 */
final class Blocks {
  static final String INPUT = "in";

  private final GraphBuilder builder;
  private int vertices;

  /**
   * Names no input type, so every layer states its own sizes: with one, Deeplearning4j's builder
   * rejects the broadcast product of {@link #squeezeExcite}, which its graph computes.
   */
  Blocks(long seed) {
    builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
            .updater(new Nesterovs(0.05, 0.9))
            .weightInit(WeightInit.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .graphBuilder()
            .addInputs(INPUT);
  }

  String conv(String input, int in, int out, int kernel, int stride) {
    return conv(input, in, out, kernel, stride, false, Activation.IDENTITY);
  }

  private String conv(
      String input, int in, int out, int kernel, int stride, boolean bias, Activation activation) {
    return layer(
        "conv",
        new ConvolutionLayer.Builder(kernel, kernel)
            .nIn(in)
            .nOut(out)
            .stride(stride, stride)
            .hasBias(bias)
            .activation(activation)
            .convolutionMode(ConvolutionMode.Same)
            .build(),
        input);
  }

  /** One filter a channel. */
  String depthwise(String input, int channels, int kernel, int stride, int dilation) {
    return layer(
        "depthwise",
        new GroupedConvolution2D.Builder(kernel, kernel)
            .nIn(channels)
            .nOut(channels)
            .groups(channels)
            .stride(stride, stride)
            .dilation(dilation, dilation)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Same)
            .build(),
        input);
  }

  String norm(String input, int channels) {
    return layer(
        "norm",
        new BatchNormalization.Builder().nIn(channels).nOut(channels).useLogStd(false).build(),
        input);
  }

  String relu(String input) {
    return activation(input, Activation.RELU);
  }

  String relu6(String input) {
    return activation(input, Activation.RELU6);
  }

  private String activation(String input, Activation activation) {
    return layer("activation", new ActivationLayer.Builder().activation(activation).build(), input);
  }

  String reluConvNorm(String input, int in, int out, int kernel, int stride) {
    return norm(conv(relu(input), in, out, kernel, stride), out);
  }

  String averagePool(String input, int kernel, int stride) {
    return layer(
        "pool",
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(ConvolutionMode.Same)
            .build(),
        input);
  }

  /** Squeeze and excitation (Hu, Shen and Sun 2018, section 3), its dense steps as 1x1 filters. */
  String squeezeExcite(String input, int channels, int squeezed) {
    String mean =
        layer(
            "squeeze",
            new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
            input);
    String reduced = conv(mean, channels, squeezed, 1, 1, true, Activation.RELU);
    String gate = conv(reduced, squeezed, channels, 1, 1, true, Activation.SIGMOID);
    return vertex("scale", ElementWiseVertex.Op.Product, input, gate);
  }

  /** The sum of the inputs; a lone input is returned as it is. */
  String add(String... inputs) {
    return inputs.length == 1 ? inputs[0] : vertex("add", ElementWiseVertex.Op.Add, inputs);
  }

  /** Ends the network: global average pooling, then softmax over the classes. */
  ComputationGraphConfiguration classify(String input, int channels) {
    String mean = layer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), input);
    return softmax(mean, channels);
  }

  /** Ends a network on sequences: softmax over the classes from the last step. */
  ComputationGraphConfiguration classifyLast(String input, int features) {
    String last = "last" + vertices++;
    builder.addVertex(last, new LastTimeStepVertex(INPUT), input);
    return softmax(last, features);
  }

  private ComputationGraphConfiguration softmax(String input, int features) {
    return end(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(features)
            .nOut(BenchNets.CLASSES)
            .activation(Activation.SOFTMAX)
            .build(),
        input);
  }

  /** Ends the network with a layer that has a loss. */
  ComputationGraphConfiguration end(Layer loss, String input) {
    return builder.addLayer("out", loss, input).setOutputs("out").build();
  }

  String layer(String kind, Layer layer, String input) {
    String name = kind + vertices++;
    builder.addLayer(name, layer, input);
    return name;
  }

  private String vertex(String kind, ElementWiseVertex.Op op, String... inputs) {
    String name = kind + vertices++;
    builder.addVertex(name, new ElementWiseVertex(op), inputs);
    return name;
  }
}
