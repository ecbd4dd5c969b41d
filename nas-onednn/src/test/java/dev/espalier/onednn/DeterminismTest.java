package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same seed gives the same parameters, bit for bit. */
final class DeterminismTest {
  private static final int STEPS = 30;

  private static ComputationGraphConfiguration network() {
    return Networks.builder()
        .addLayer("conv", Networks.conv(32, 3, false), "in")
        .addLayer("wide", Networks.conv(32, 3, true), "conv") // wide enough for Winograd's method
        .addLayer("norm", new BatchNormalization.Builder().build(), "wide")
        .addLayer("act", Networks.activation(Activation.RELU), "norm")
        .addLayer(
            "depth",
            new DepthwiseConvolution2D.Builder(3, 3).nOut(32).activation(Activation.TANH).build(),
            "act")
        .addLayer("drop", new DropoutLayer.Builder(0.8).build(), "depth")
        .addLayer("out", Networks.softmax(), "drop")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(12, 12, 2))
        .build();
  }

  /** Parameters after training; the masks of dropout follow the generator of this thread. */
  private static INDArray trained(long seed) {
    Nd4j.getRandom().setSeed(seed);
    try (OneDnnGraph graph = new OneDnnGraph(network())) {
      graph.init();
      for (int step = 0; step < STEPS; step++) {
        graph.fit(
            new INDArray[] {GraphCheck.features(seed + step, 8, 2, 12, 12)},
            new INDArray[] {GraphCheck.classes(seed + step, 8, 3)});
      }
      return graph.params().dup();
    }
  }

  /** ND4J's own equality allows for rounding. */
  private static void assertBitwise(INDArray expected, INDArray actual) {
    assertArrayEquals(expected.data().asFloat(), actual.data().asFloat(), 0f);
  }

  @Test
  void trainingTwiceGivesTheSameParameters() {
    assertBitwise(trained(5), trained(5));
  }

  @Test
  void aSecondTrainingBesideItChangesNothing() throws Exception {
    INDArray alone = trained(5);
    INDArray otherAlone = trained(6);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<INDArray> one = threads.submit(() -> trained(5));
      Future<INDArray> other = threads.submit(() -> trained(6));
      assertBitwise(alone, one.get(2, TimeUnit.MINUTES));
      assertBitwise(otherAlone, other.get(2, TimeUnit.MINUTES));
    } finally {
      threads.shutdownNow();
    }
  }
}
