package dev.espalier.onednn;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and layers that tests have in common. */
final class Networks {
  static final int CLASSES = 3;

  private Networks() {}

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
  static ComputationGraphConfiguration around(Layer layer, int channels, int h, int w) {
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

  static void check(Layer layer, int channels, int h, int w) {
    GraphCheck.of(around(layer, channels, h, w), CLASSES, 5, 3, 2, h, w).agrees(GraphCheck.SMOOTH);
  }

  static ConvolutionLayer conv(int channels, int kernel, boolean bias) {
    return new ConvolutionLayer.Builder(kernel, kernel)
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
