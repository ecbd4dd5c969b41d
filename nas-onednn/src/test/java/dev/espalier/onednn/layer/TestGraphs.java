package dev.espalier.onednn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** Small graphs around the layer under test, and how two of them are compared. */
final class TestGraphs {
  private static final int CLASSES = 3;
  private static final int IMAGE_CHANNELS = 2;

  private TestGraphs() {}

  /**
   * Images through a 1x1 convolution to {@code channels}, so that the layer's input gradient
   * matters, then what {@code middle} adds from "stem" to "middle", then pooling and a softmax.
   */
  static ComputationGraph graph(
      DataType type, int channels, int height, int width, UnaryOperator<GraphBuilder> middle) {
    ComputationGraph graph =
        new ComputationGraph(configuration(type, channels, height, width, middle));
    graph.init();
    return graph;
  }

  static ComputationGraphConfiguration configuration(
      DataType type, int channels, int height, int width, UnaryOperator<GraphBuilder> middle) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(type)
            .updater(new Adam(0.02))
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "stem",
                new ConvolutionLayer.Builder(1, 1)
                    .nOut(channels)
                    .activation(Activation.TANH)
                    .build(),
                "in");
    return middle
        .apply(builder)
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.PNORM), "middle")
        .addLayer("out", new OutputLayer.Builder().nOut(CLASSES).build(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(height, width, IMAGE_CHANNELS))
        .build();
  }

  /** Images of noise in [-1.5, 1.5), labelled with one class after the other. */
  static DataSet data(DataType type, int batch, int height, int width) {
    double[] pixels =
        new Random(11).doubles((long) batch * IMAGE_CHANNELS * height * width, -1.5, 1.5).toArray();
    INDArray images = Nd4j.createFromArray(pixels).reshape(batch, IMAGE_CHANNELS, height, width);
    INDArray labels = Nd4j.zeros(type, batch, CLASSES);
    for (int row = 0; row < batch; row++) labels.putScalar(row, row % CLASSES, 1);
    return new DataSet(images.castTo(type), labels);
  }

  /** Fails where two vectors differ by more than {@code tolerance} of the first one's norm. */
  static void assertNear(INDArray expected, INDArray actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape());
    double norm = expected.norm2Number().doubleValue();
    double error = expected.sub(actual).norm2Number().doubleValue();
    assertTrue(
        error <= tolerance * norm, () -> "differ by %s, the norm being %s".formatted(error, norm));
  }

  /** Some steps of sequences {@code [rows, features, steps]}, as a copy. */
  static INDArray steps(INDArray sequences, int from, int to) {
    return sequences
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup();
  }
}
