package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** With a learning rate of zero nothing moves but running statistics, which must move the same. */
final class StatisticsUpdaterTest {
  private interface Settings extends UnaryOperator<NeuralNetConfiguration.Builder> {}

  static Stream<Named<Settings>> settings() {
    Stream<Named<Settings>> limits =
        Arrays.stream(GradientNormalization.values())
            .map(
                kind ->
                    Named.of(
                        kind.name(),
                        builder ->
                            builder
                                .gradientNormalization(kind)
                                .gradientNormalizationThreshold(1e-3)));
    Stream<Named<Settings>> penalties =
        Stream.of(
            Named.of("L1 and L2", builder -> builder.l1(0.1).l2(0.2).l1Bias(0.1).l2Bias(0.2)),
            Named.of("weight decay", builder -> builder.weightDecay(0.1)));
    Stream<Named<Settings>> updaters =
        Stream.<IUpdater>of(
                new Nesterovs(0.0, 0.9),
                Adam.builder().learningRate(0.0).build(),
                RmsProp.builder().learningRate(0.0).build())
            .map(
                updater ->
                    Named.of(
                        updater.getClass().getSimpleName(),
                        builder ->
                            builder
                                .updater(updater)
                                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                                .gradientNormalizationThreshold(1e-3)));
    return Stream.of(limits, penalties, updaters).flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void runningStatisticsTakeNoPartInWhatIsDoneToGradients(Settings settings) {
    for (boolean log : new boolean[] {false, true}) {
      for (boolean fast : new boolean[] {false, true}) {
        List<INDArray> plain = statistics(builder -> builder, log, fast);
        List<INDArray> limited = statistics(settings, log, fast);
        assertEquals(plain, limited, fast ? "on oneDNN" : "stock");
        assertNotEquals(0.0, plain.get(0).norm2Number().doubleValue());
      }
    }
  }

  private static List<INDArray> statistics(Settings settings, boolean log, boolean fast) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder().seed(3).dataType(DataType.FLOAT).updater(new Sgd(0.0));
    var configuration =
        settings
            .apply(builder)
            .graphBuilder()
            .addInputs("in")
            .addLayer("conv", Networks.conv(8, 3, true), "in")
            .addLayer("norm", new BatchNormalization.Builder().useLogStd(log).build(), "conv")
            .addLayer("out", Networks.softmax(), "norm")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(5, 6, 2))
            .build();
    ComputationGraph graph =
        fast ? new OneDnnGraph(configuration) : new ComputationGraph(configuration);
    graph.init();
    if (!fast) {
      StatisticsUpdater.install(graph);
    }
    try {
      for (int step = 0; step < 3; step++) {
        graph.fit(
            new INDArray[] {GraphCheck.features(step, 4, 2, 5, 6)},
            new INDArray[] {GraphCheck.classes(step, 4, 3)});
      }
      return List.of(
          graph.getParam("norm_mean").dup(),
          graph.getParam(log ? "norm_log10stdev" : "norm_var").dup());
    } finally {
      graph.close();
    }
  }
}
