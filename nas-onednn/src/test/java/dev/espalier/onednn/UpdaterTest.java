package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Training steps against those of the stock graph, in the same precision. */
final class UpdaterTest {
  private static final int STEPS = 20;
  private static final double TOLERANCE = 1e-4;

  /** A fresh builder for each graph. */
  interface Settings {
    NeuralNetConfiguration.Builder apply(NeuralNetConfiguration.Builder builder);
  }

  private static final List<IUpdater> UPDATERS =
      List.of(
          new Sgd(0.1),
          new Nesterovs(0.05, 0.9),
          new Adam(0.01),
          new RmsProp(0.005),
          new AdaGrad(0.05)); // not covered, so by DL4J

  static Stream<Named<Settings>> settings() {
    return UPDATERS.stream()
        .flatMap(
            updater -> {
              String name = updater.getClass().getSimpleName();
              return Stream.<Named<Settings>>of(
                  Named.of(name, builder -> builder.updater(updater)),
                  Named.of(name + " with L2", builder -> builder.updater(updater).l2(0.01)),
                  Named.of(name + " with L1", builder -> builder.updater(updater).l1(0.01)),
                  Named.of(
                      name + " with both, of biases too",
                      builder ->
                          builder.updater(updater).l1(0.01).l2(0.02).l1Bias(0.01).l2Bias(0.02)),
                  Named.of(
                      name + " with weight decay",
                      builder -> builder.updater(updater).weightDecay(0.05)),
                  Named.of(
                      name + " with weight decay that no rate scales",
                      builder -> builder.updater(updater).weightDecay(0.01, false)),
                  Named.of(
                      name + " with another updater of biases",
                      builder -> builder.updater(updater).biasUpdater(new Sgd(0.2))));
            });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void trainsAsTheStockGraph(Settings settings) {
    check(configuration(settings));
  }

  @ParameterizedTest
  @EnumSource(GradientNormalization.class)
  void clipsGradientsAsTheStockGraph(GradientNormalization kind) {
    for (double threshold : new double[] {0.05, 1.0}) {
      check(
          configuration(
              builder ->
                  builder
                      .updater(new Adam(0.01))
                      .l2(0.01)
                      .gradientNormalization(kind)
                      .gradientNormalizationThreshold(threshold)));
    }
  }

  @Test
  void doesNotDivideByTheRowsWhereTheStockGraphDoesNot() {
    for (IUpdater updater : List.of(new Sgd(0.02), new Nesterovs(0.005, 0.9), new Adam(0.01))) {
      check(configuration(builder -> builder.updater(updater).l2(0.01).miniBatch(false)));
    }
  }

  @Test
  void followsASchedule() {
    Map<Integer, Double> rates = Map.of(0, 0.1, 5, 0.02, 12, 0.2);
    for (IUpdater updater :
        List.of(
            new Sgd(new MapSchedule(ScheduleType.ITERATION, rates)),
            new Adam(new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.01, 9, 0.001))),
            new Nesterovs(
                new MapSchedule(ScheduleType.ITERATION, rates),
                new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.5, 10, 0.9))))) {
      check(configuration(builder -> builder.updater(updater).weightDecay(0.05)));
    }
  }

  @Test
  void givesEachLayerItsOwnRate() {
    ComputationGraphConfiguration configuration =
        Networks.builder()
            .addLayer(
                "first",
                new DenseLayer.Builder().nOut(9).updater(new Adam(0.01)).l2(0.1).build(),
                "in")
            .addLayer(
                "second",
                new DenseLayer.Builder().nOut(7).updater(new Adam(0.001)).build(),
                "first")
            .addLayer(
                "third",
                new DenseLayer.Builder()
                    .nOut(5)
                    .updater(new Nesterovs(0.1))
                    .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(0.1)
                    .build(),
                "second")
            .addLayer("out", Networks.softmax(), "third")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(6))
            .build();
    check(configuration, 6);
  }

  private static ComputationGraphConfiguration configuration(Settings settings) {
    return settings
        .apply(new NeuralNetConfiguration.Builder().seed(3).dataType(DataType.FLOAT))
        .activation(Activation.TANH)
        .graphBuilder()
        .addInputs("in")
        // No bias, whose gradient the normalization would leave as rounding error, which Adam
        // makes steps of.
        .addLayer("conv", Networks.conv(8, 3, false), "in")
        .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
        .addLayer("dense", new DenseLayer.Builder().nOut(9).build(), "norm")
        .addLayer("out", Networks.softmax(), "dense")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(5, 6, 2))
        .build();
  }

  private static void check(ComputationGraphConfiguration configuration) {
    check(configuration, 2, 5, 6);
  }

  private static void check(ComputationGraphConfiguration configuration, long... size) {
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    StatisticsUpdater.install(stock);
    OneDnnGraph graph = new OneDnnGraph(configuration.clone());
    graph.init(stock.params().dup(), false);
    try {
      long[] shape = shape(4, size);
      assertTrue(graph.explain(shape).isCovered());
      for (int step = 0; step < STEPS; step++) {
        INDArray[] features = {GraphCheck.features(step % 3, shape)};
        INDArray[] labels = {GraphCheck.classes(step % 3, 4, 3)};
        stock.fit(features, labels);
        graph.fit(features, labels);
      }
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), TOLERANCE);
      INDArray state = stock.getUpdater().getStateViewArray();
      // Under L1 a weight that crosses 0 a step earlier has another gradient in that step.
      if (state != null && !configuration.toJson().contains("L1Regularization")) {
        INDArray own = Objects.requireNonNull(graph.getUpdater().getStateViewArray());
        GraphCheck.assertClose("state of the updater", state, own, TOLERANCE);
      }
    } finally {
      graph.close();
    }
  }

  private static long[] shape(int rows, long... size) {
    return Stream.concat(Stream.of((long) rows), Arrays.stream(size).boxed())
        .mapToLong(Long::longValue)
        .toArray();
  }
}
