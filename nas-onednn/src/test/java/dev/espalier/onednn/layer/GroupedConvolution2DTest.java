package dev.espalier.onednn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The configuration: what it accepts, what it tells, and its life as a value. */
class GroupedConvolution2DTest {
  @Test
  void tellsItsSettings() {
    GroupedConvolution2D layer = depthwise().build();
    assertEquals(4, layer.getGroups());
    assertEquals(4, layer.getNIn());
    assertEquals(8, layer.getNOut());
    assertArrayEquals(new int[] {3, 5}, layer.getKernelSize());
    assertArrayEquals(new int[] {2, 1}, layer.getStride());
    assertArrayEquals(new int[] {0, 0}, layer.getPadding());
    assertArrayEquals(new int[] {2, 3}, layer.getDilation());
    assertEquals(ConvolutionMode.Same, layer.getConvolutionMode());
    assertEquals(new ActivationHardSwish(), layer.getActivationFn());
    assertTrue(layer.hasBias());
  }

  @Test
  void laysOutBiasesBeforeWeights() {
    GroupedConvolution2D layer = new GroupedConvolution2D.Builder(2, 3).groups(2).nOut(6).build();
    ComputationGraph graph = new ComputationGraph(configuration(layer));
    graph.init();
    INDArray flat = graph.getLayer("middle").params();
    assertEquals(6 + 6 * 2 * 2 * 3, flat.length());
    for (long i = 0; i < flat.length(); i++) flat.putScalar(i, (double) i);
    INDArray weights = graph.getLayer("middle").getParam("W");
    assertArrayEquals(new long[] {6, 2, 2, 3}, weights.shape());
    assertEquals(5, graph.getLayer("middle").getParam("b").getDouble(5));
    assertEquals(6, weights.getDouble(0, 0, 0, 0));
    assertEquals(7, weights.getDouble(0, 0, 0, 1));
    assertEquals(6 + 6 * 2 * 2 * 3 - 1, weights.getDouble(5, 1, 1, 2));
  }

  @Test
  void drawsWeightsByTheFansOfAGroup() {
    GroupedConvolution2D layer =
        new GroupedConvolution2D.Builder(3, 3)
            .groups(4)
            .nOut(4 * 4096)
            .weightInit(WeightInit.RELU)
            .build();
    ComputationGraph graph = new ComputationGraph(configuration(layer));
    graph.init();
    double deviation = graph.getLayer("middle").getParam("W").stdNumber().doubleValue();
    assertEquals(Math.sqrt(2.0 / 9), deviation, 0.01, "fan-in is one channel of 3 x 3");
  }

  @Test
  void survivesJsonAndYaml() {
    ComputationGraphConfiguration configuration = configuration(depthwise().build());
    for (ComputationGraphConfiguration copy :
        new ComputationGraphConfiguration[] {
          ComputationGraphConfiguration.fromJson(configuration.toJson()),
          ComputationGraphConfiguration.fromYaml(configuration.toYaml())
        }) {
      assertEquals(configuration, copy);
      assertEquals(depthwiseIn(configuration), depthwiseIn(copy));
    }
  }

  @Test
  void equalsItsCloneButSharesNothingWithIt() {
    GroupedConvolution2D layer = depthwise().build();
    GroupedConvolution2D clone = layer.clone();
    assertEquals(layer, clone);
    assertEquals(layer.hashCode(), clone.hashCode());
    clone.getDilation()[0] = 1;
    clone.getKernelSize()[0] = 1;
    assertArrayEquals(new int[] {2, 3}, layer.getDilation());
    assertArrayEquals(new int[] {3, 5}, layer.getKernelSize());
    assertNotEquals(layer, clone);
  }

  @Test
  void differsByItsGroupsAndFromTheStockConvolution() {
    GroupedConvolution2D layer = new GroupedConvolution2D.Builder(3, 3).nIn(4).nOut(4).build();
    ConvolutionLayer stock = new ConvolutionLayer.Builder(3, 3).nIn(4).nOut(4).build();
    assertNotEquals(layer, stock);
    assertNotEquals(stock, layer);
    assertNotEquals(layer, new GroupedConvolution2D.Builder(3, 3).nIn(4).nOut(4).groups(2).build());
  }

  @Test
  void infersItsInputAndOutput() {
    GroupedConvolution2D layer = depthwise().nIn(0).build();
    InputType images = InputType.convolutional(9, 7, 4);
    layer.setNIn(images, true);
    assertEquals(4, layer.getNIn());
    assertEquals(InputType.convolutional(5, 7, 8), layer.getOutputType(0, images));
  }

  @Test
  void takesTheConvolutionModeOfTheNetwork() {
    GroupedConvolution2D layer = new GroupedConvolution2D.Builder(3, 3).nOut(4).build();
    assertEquals(ConvolutionMode.Truncate, depthwiseIn(configuration(layer)).getConvolutionMode());
  }

  @Test
  void estimatesItsMemory() {
    GroupedConvolution2D layer = depthwise().updater(new Sgd(0.1)).build();
    assertEquals(8 + 8 * 15, layer.initializer().numParams(layer));
    long bytes =
        layer
            .getMemoryReport(InputType.convolutional(9, 7, 4))
            .getMemoryBytes(
                MemoryType.PARAMETERS, 1, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT);
    assertEquals(4L * (8 + 8 * 15), bytes);
  }

  @Test
  void refusesWindowsThatAreNone() {
    assertMessage("kernelSize ([0, 3])", () -> new GroupedConvolution2D.Builder(0, 3));
    assertMessage("kernelSize ([3])", () -> new GroupedConvolution2D.Builder(3));
    assertMessage("stride ([1, 0])", () -> new GroupedConvolution2D.Builder().stride(1, 0));
    assertMessage("padding ([-1, 0])", () -> new GroupedConvolution2D.Builder().padding(-1, 0));
    assertMessage("dilation ([1])", () -> new GroupedConvolution2D.Builder().dilation(1));
  }

  @Test
  void refusesGroupsThatDoNotDivideTheChannels() {
    assertMessage("groups (3)", () -> depthwise().groups(3).build());
    assertMessage("groups (0)", () -> depthwise().groups(0).build());
    assertMessage("nOut (6)", () -> depthwise().nOut(6).build());
    GroupedConvolution2D inferred = depthwise().nIn(0).build();
    assertMessage("nIn (6)", () -> inferred.setNIn(InputType.convolutional(9, 9, 6), true));
    GroupedConvolution2D changed = depthwise().build();
    changed.setGroups(8);
    assertMessage("groups (8)", () -> new ComputationGraph(configuration(changed)).init());
  }

  @Test
  void refusesChannelsLast() {
    GroupedConvolution2D layer = depthwise().name("last").build();
    InputType images = InputType.convolutional(9, 7, 4, CNN2DFormat.NHWC);
    assertMessage("\"last\" (NHWC)", () -> layer.setNIn(images, true));
    assertMessage("\"last\" (NHWC)", () -> layer.getOutputType(0, images));
    assertMessage("\"last\" (NHWC)", () -> layer.setCnn2dDataFormat(CNN2DFormat.NHWC));
  }

  @Test
  void refusesToBeCausal() {
    NeuralNetConfiguration.Builder network =
        new NeuralNetConfiguration.Builder().convolutionMode(ConvolutionMode.Causal);
    GroupedConvolution2D modeless = new GroupedConvolution2D.Builder(3, 3).name("c").build();
    assertMessage("\"c\" (Causal)", () -> network.layer(modeless).build());
    network.layer(depthwise().build()).build();
  }

  @Test
  void refusesPaddingInSameMode() {
    assertThrows(IllegalArgumentException.class, () -> depthwise().padding(1, 1).build());
  }

  @Test
  void refusesArraysOfOtherShapes() {
    ComputationGraph graph = new ComputationGraph(configuration(depthwise().build()));
    graph.init();
    Layer layer = graph.getLayer("middle");
    for (long[] shape : new long[][] {{2, 4}, {2, 3, 9, 7}, {2, 9, 7, 4}})
      assertThrows(
          DL4JInvalidInputException.class,
          () ->
              layer.activate(
                  Nd4j.zeros(DataType.DOUBLE, shape), false, LayerWorkspaceMgr.noWorkspaces()));
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).toString();
    assertTrue(message.contains(part), message);
  }

  private static GroupedConvolution2D.Builder depthwise() {
    return new GroupedConvolution2D.Builder(3, 5)
        .nIn(4)
        .nOut(8)
        .groups(4)
        .stride(2, 1)
        .dilation(2, 3)
        .convolutionMode(ConvolutionMode.Same)
        .activation(new ActivationHardSwish());
  }

  private static ComputationGraphConfiguration configuration(GroupedConvolution2D layer) {
    return TestGraphs.configuration(
        DataType.DOUBLE, 4, 9, 7, builder -> builder.addLayer("middle", layer, "stem"));
  }

  private static GroupedConvolution2D depthwiseIn(ComputationGraphConfiguration configuration) {
    LayerVertex vertex =
        assertInstanceOf(LayerVertex.class, configuration.getVertices().get("middle"));
    return (GroupedConvolution2D) vertex.getLayerConf().getLayer();
  }
}
