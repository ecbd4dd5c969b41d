package dev.espalier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/** What is not covered runs as the stock graph does, and says so. */
final class FallbackTest {
  private static final InputType MAPS = InputType.convolutional(6, 6, 2);
  private static final INDArray FEATURES = GraphCheck.features(1, 4, 2, 6, 6);
  private static final INDArray LABELS = GraphCheck.classes(1, 4, 3);

  private static ComputationGraphConfiguration with(Layer layer) {
    return finish(
        Networks.builder()
            .addLayer("before", Networks.conv(4, 3, true), "in")
            .addLayer("odd", layer, "before"));
  }

  private static ComputationGraphConfiguration finish(GraphBuilder builder) {
    return builder
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "odd")
        .addLayer("out", Networks.softmax(), "pool")
        .setOutputs("out")
        .setInputTypes(MAPS)
        .build();
  }

  private static SubsamplingLayer.Builder pooling(SubsamplingLayer.PoolingType type) {
    return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(1, 1);
  }

  static Stream<Arguments> configurations() {
    return Stream.of(
        Arguments.of("LocalResponseNorm", with(new LocalResponseNormalization.Builder().build())),
        Arguments.of("Upsampling", with(new Upsampling2D.Builder(2).build())),
        Arguments.of("PReLU", with(new PReLULayer.Builder().inputShape(4, 6, 6).build())),
        Arguments.of("PNORM", with(pooling(SubsamplingLayer.PoolingType.PNORM).pnorm(2).build())),
        Arguments.of(
            "dilation", with(pooling(SubsamplingLayer.PoolingType.MAX).dilation(2, 2).build())),
        Arguments.of(
            "padding",
            with(
                pooling(SubsamplingLayer.PoolingType.AVG)
                    .kernelSize(20, 20)
                    .padding(9, 9)
                    .build())),
        Arguments.of(
            "activation",
            with(new ActivationLayer.Builder().activation(Activation.SOFTPLUS).build())),
        Arguments.of(
            "activation",
            with(new ConvolutionLayer.Builder(1, 1).nOut(3).activation(Activation.CUBE).build())),
        Arguments.of(
            "L2NormalizeVertex",
            finish(
                Networks.builder()
                    .addLayer("before", Networks.conv(4, 3, true), "in")
                    .addVertex("odd", new L2NormalizeVertex(), "before"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void whatIsNotCoveredRunsAsTheStockGraph(
      String reason, ComputationGraphConfiguration configuration) {
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(configuration.clone())) {
      graph.init(stock.params().dup(), false);
      String explained = graph.explain(FEATURES.shape()).reason().orElseThrow();
      assertTrue(explained.contains("vertex odd") && explained.contains(reason), explained);
      assertEquals(stock.outputSingle(FEATURES), graph.outputSingle(FEATURES));
      for (int step = 0; step < 3; step++) {
        stock.fit(new INDArray[] {FEATURES}, new INDArray[] {LABELS});
        graph.fit(new INDArray[] {FEATURES}, new INDArray[] {LABELS});
      }
      assertEquals(stock.score(), graph.score(), 1e-6);
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-6);
    }
  }

  @Test
  void sequencesRunAsInTheStockGraph() {
    var configuration =
        Networks.builder()
            .addLayer("odd", new LSTM.Builder().nOut(4).build(), "in")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "odd")
            .addLayer("out", Networks.softmax(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(3, 5))
            .build();
    same(configuration, GraphCheck.features(2, 4, 3, 5), LABELS);
  }

  @Test
  void doublePrecisionRunsAsInTheStockGraph() {
    ComputationGraphConfiguration configuration = with(Networks.activation(Activation.TANH));
    configuration.setDataType(DataType.DOUBLE);
    same(configuration, FEATURES.castTo(DataType.DOUBLE), LABELS.castTo(DataType.DOUBLE));
  }

  @Test
  void channelsLastRunAsInTheStockGraph() {
    var configuration =
        Networks.builder()
            .addLayer(
                "odd",
                new ConvolutionLayer.Builder(3, 3).nOut(4).dataFormat(CNN2DFormat.NHWC).build(),
                "in")
            .addLayer("out", Networks.softmax(), "odd")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(6, 5, 2, CNN2DFormat.NHWC))
            .build();
    same(configuration, GraphCheck.features(1, 4, 6, 5, 2), LABELS);
  }

  private static void same(
      ComputationGraphConfiguration configuration, INDArray features, INDArray labels) {
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(configuration.clone())) {
      graph.init(stock.params().dup(), false);
      for (int step = 0; step < 3; step++) {
        stock.fit(new INDArray[] {features}, new INDArray[] {labels});
        graph.fit(new INDArray[] {features}, new INDArray[] {labels});
      }
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-6);
      assertEquals(stock.outputSingle(features), graph.outputSingle(features));
    }
  }

  @Test
  void masksRunAsInTheStockGraph() {
    var configuration =
        Networks.builder()
            .addLayer("dense", new DenseLayer.Builder().nOut(5).build(), "in")
            .addLayer("out", Networks.softmax(), "dense")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(6))
            .build();
    INDArray[] features = {GraphCheck.features(1, 4, 6)};
    INDArray[] labels = {LABELS};
    INDArray[] mask = {Nd4j.createFromArray(new float[][] {{1f}, {0f}, {1f}, {0f}})};
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init(stock.params().dup(), false);
      for (int step = 0; step < 3; step++) {
        stock.fit(features, labels, null, mask);
        graph.fit(features, labels, null, mask);
        stock.fit(features, labels);
        graph.fit(features, labels);
      }
      GraphCheck.assertClose("parameters", stock.params(), graph.params(), 1e-5);
    }
  }

  @Test
  void aLossInTheMiddleOfAGraphIsNotTakenForItsOutput() {
    var configuration =
        Networks.builder()
            .addLayer("first", Networks.softmax(), "in")
            .addLayer("out", Networks.softmax(), "first")
            .setOutputs("first", "out")
            .setInputTypes(InputType.feedForward(6))
            .build();
    INDArray[] features = {GraphCheck.features(1, 4, 6)};
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    try (OneDnnGraph graph = new OneDnnGraph(configuration)) {
      graph.init(stock.params().dup(), false);
      String reason = graph.explain(features[0].shape()).reason().orElseThrow();
      assertTrue(reason.contains("vertex out") && reason.contains("first"), reason);
      INDArray[] expected = stock.output(features);
      INDArray[] found = graph.output(features);
      GraphCheck.assertClose("first", expected[0], found[0], 1e-5);
      GraphCheck.assertClose("second", expected[1], found[1], 1e-5);
    }
  }

  @Test
  void oneLineOfTheLogTellsEachReason() {
    Logger logger = (Logger) LoggerFactory.getLogger(OneDnnGraph.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try (OneDnnGraph graph = new OneDnnGraph(with(new Upsampling2D.Builder(2).build()))) {
      graph.init();
      for (int step = 0; step < 3; step++) {
        graph.fit(new INDArray[] {FEATURES}, new INDArray[] {LABELS});
        graph.output(FEATURES);
      }
    } finally {
      logger.detachAppender(lines);
    }
    assertEquals(1, lines.list.size(), lines.list::toString);
    String line = lines.list.get(0).getFormattedMessage();
    assertTrue(line.contains("vertex odd") && line.contains("Upsampling2D"), line);
    assertFalse(line.contains("null"), line);
  }
}
