package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.TestGraphs.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.onednn.layer.Setting.Size;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** The layer against stock layers that compute the same, in double precision. */
class GroupedConvolutionAgainstStockTest {
  private static final double NEAR = 1e-10;
  private static final int CHANNELS = 4;

  static Stream<Setting> settings() {
    return Setting.all().stream();
  }

  /** What the stock depthwise layer runs: no dilation, and not one pixel under one weight. */
  static Stream<Setting> stockDepthwiseSettings() {
    return settings()
        .filter(setting -> !setting.dilated())
        .filter(setting -> setting.image().height() > 1);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void oneGroupIsTheStockConvolution(Setting setting) {
    ComputationGraph stock = graph(setting, builder -> addStock(builder, setting, 6));
    ComputationGraph ours = graph(setting, builder -> addGrouped(builder, setting, 6, 1));
    assertEquals(stock.params(), ours.params(), "the seed gives the same first parameters");
    assertNear(stock.outputSingle(stock.getInput(0)), ours.outputSingle(ours.getInput(0)), NEAR);
    assertSameStep(stock, ours);
    assertNear(stock.gradient().gradient(), ours.gradient().gradient(), NEAR);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void groupsAreTheStockConvolutionWithoutWeightsAcrossGroups(Setting setting) {
    assertIsBlockDiagonalStock(setting, 6, 2);
    assertIsBlockDiagonalStock(setting, CHANNELS, CHANNELS);
    assertIsBlockDiagonalStock(setting, 2 * CHANNELS, CHANNELS);
  }

  @ParameterizedTest
  @MethodSource("stockDepthwiseSettings")
  void aGroupOfEachChannelIsTheStockDepthwiseConvolution(Setting setting) {
    assertIsStockDepthwise(setting, 1);
    assertIsStockDepthwise(setting, 2);
  }

  @Test
  void oneGroupTrainsAsTheStockConvolutionDoesUnderAllThatADl4jLayerMayCarry() {
    Setting setting = Setting.all().get(0);
    ComputationGraph stock =
        graph(
            setting,
            builder ->
                builder.addLayer(
                    "middle", burden(setting, new ConvolutionLayer.Builder()).build(), "stem"));
    ComputationGraph ours =
        graph(
            setting,
            builder ->
                builder.addLayer(
                    "middle", burden(setting, new GroupedConvolution2D.Builder()).build(), "stem"));
    for (ComputationGraph graph : new ComputationGraph[] {stock, ours}) {
      Nd4j.getRandom().setSeed(3);
      for (int step = 0; step < 10; step++) graph.fit(data(setting));
    }
    assertNear(stock.params(), ours.params(), NEAR);
    assertEquals(stock.score(), ours.score(), NEAR);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void masksShrinkAsThoseOfTheStockConvolution(Setting setting) {
    ComputationGraph stock = graph(setting, builder -> addStock(builder, setting, 6));
    ComputationGraph ours = graph(setting, builder -> addGrouped(builder, setting, 6, 2));
    INDArray mask = data(setting).getFeatures().gt(0).castTo(DataType.DOUBLE);
    assertEquals(reducedMask(stock, mask), reducedMask(ours, mask));
  }

  private static INDArray reducedMask(ComputationGraph graph, INDArray mask) {
    return graph
        .getLayer("middle")
        .feedForwardMaskArray(mask.dup(), MaskState.Active, (int) mask.size(0))
        .getFirst();
  }

  private static <B extends ConvolutionLayer.BaseConvBuilder<B>> B burden(
      Setting setting, B builder) {
    return setting
        .applyTo(builder)
        .nOut(6)
        .dropOut(0.7)
        .weightNoise(new DropConnect(0.8))
        .l1(0.01)
        .l2(0.02)
        .l2Bias(0.03)
        .updater(new Nesterovs(0.05))
        .biasUpdater(new Sgd(0.2))
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(0.5)
        .constrainWeights(new MaxNormConstraint(0.9, 1, 2, 3));
  }

  private static void assertIsBlockDiagonalStock(Setting setting, int nOut, int groups) {
    ComputationGraph ours = graph(setting, builder -> addGrouped(builder, setting, nOut, groups));
    ComputationGraph stock = graph(setting, builder -> addStock(builder, setting, nOut));
    INDArray weights = ours.getLayer("middle").getParam("W");
    copyParams(ours, stock, blockDiagonal(weights, groups));

    assertSameStep(stock, ours);
    INDArray expected = stock.gradient().getGradientFor("middle_W");
    assertNear(blocks(expected, groups), ours.gradient().getGradientFor("middle_W"), NEAR);
  }

  private static void assertIsStockDepthwise(Setting setting, int multiplier) {
    int nOut = multiplier * CHANNELS;
    ComputationGraph ours = graph(setting, builder -> addGrouped(builder, setting, nOut, CHANNELS));
    ComputationGraph stock =
        graph(setting, builder -> addStockDepthwise(builder, setting, multiplier));
    INDArray weights = stock.getLayer("middle").getParam("W");
    copyParams(stock, ours, channelsFirst(weights));

    assertSameStep(stock, ours);
    INDArray expected = stock.gradient().getGradientFor("middle_W");
    assertNear(channelsFirst(expected), ours.gradient().getGradientFor("middle_W"), NEAR);
  }

  /**
   * Kernels {@code [nOut, nIn / groups, kH, kW]} on the diagonal of {@code [nOut, nIn, kH, kW]}.
   */
  private static INDArray blockDiagonal(INDArray weights, int groups) {
    long[] shape = weights.shape();
    INDArray full = Nd4j.zeros(weights.dataType(), shape[0], shape[1] * groups, shape[2], shape[3]);
    for (long out = 0; out < shape[0]; out++)
      for (long in = 0; in < shape[1]; in++)
        kernel(full, out, firstChannel(full, out, groups) + in).assign(kernel(weights, out, in));
    return full;
  }

  /** The inverse of {@link #blockDiagonal}: what lies off the diagonal is left out. */
  private static INDArray blocks(INDArray full, int groups) {
    long[] shape = full.shape();
    INDArray weights = Nd4j.zeros(full.dataType(), shape[0], shape[1] / groups, shape[2], shape[3]);
    for (long out = 0; out < shape[0]; out++)
      for (long in = 0; in < weights.size(1); in++)
        kernel(weights, out, in).assign(kernel(full, out, firstChannel(full, out, groups) + in));
    return weights;
  }

  private static long firstChannel(INDArray full, long out, int groups) {
    long group = out / (full.size(0) / groups);
    return group * (full.size(1) / groups);
  }

  private static INDArray kernel(INDArray weights, long out, long in) {
    return weights.tensorAlongDimension(out * weights.size(1) + in, 2, 3);
  }

  /** From {@code [kH, kW, channels, multiplier]} to {@code [channels * multiplier, 1, kH, kW]}. */
  private static INDArray channelsFirst(INDArray depthwise) {
    return depthwise
        .permute(2, 3, 0, 1)
        .dup('c')
        .reshape('c', -1, 1, depthwise.size(0), depthwise.size(1));
  }

  private static ComputationGraph graph(Setting setting, UnaryOperator<GraphBuilder> middle) {
    Size image = setting.image();
    ComputationGraph graph =
        TestGraphs.graph(DataType.DOUBLE, CHANNELS, image.height(), image.width(), middle);
    for (Layer layer : graph.getLayers())
      if (layer.paramTable().containsKey("b")) layer.getParam("b").addi(0.1);
    graph.setInputs(data(setting).getFeatures());
    graph.setLabels(data(setting).getLabels());
    return graph;
  }

  private static DataSet data(Setting setting) {
    Size image = setting.image();
    return TestGraphs.data(DataType.DOUBLE, setting.batch(), image.height(), image.width());
  }

  private static GraphBuilder addGrouped(
      GraphBuilder builder, Setting setting, int nOut, int groups) {
    return builder.addLayer(
        "middle",
        setting.applyTo(new GroupedConvolution2D.Builder()).groups(groups).nOut(nOut).build(),
        "stem");
  }

  private static GraphBuilder addStock(GraphBuilder builder, Setting setting, int nOut) {
    return builder.addLayer(
        "middle", setting.applyTo(new ConvolutionLayer.Builder()).nOut(nOut).build(), "stem");
  }

  private static GraphBuilder addStockDepthwise(
      GraphBuilder builder, Setting setting, int multiplier) {
    return builder.addLayer(
        "middle",
        setting
            .applyTo(new DepthwiseConvolution2D.Builder())
            .depthMultiplier(multiplier)
            .nIn(CHANNELS)
            .build(),
        "stem");
  }

  /** Copies all parameters; the weights of "middle" as given. */
  private static void copyParams(ComputationGraph from, ComputationGraph to, INDArray weights) {
    for (Map.Entry<String, INDArray> param : from.paramTable().entrySet())
      to.setParam(param.getKey(), param.getKey().equals("middle_W") ? weights : param.getValue());
  }

  /** Fails unless score and all gradients but that of the weights of "middle" agree. */
  private static void assertSameStep(ComputationGraph expected, ComputationGraph actual) {
    expected.computeGradientAndScore();
    actual.computeGradientAndScore();
    assertEquals(expected.score(), actual.score(), NEAR);
    for (String key : expected.paramTable().keySet())
      if (!key.equals("middle_W"))
        assertNear(
            expected.gradient().getGradientFor(key), actual.gradient().getGradientFor(key), NEAR);
  }
}
