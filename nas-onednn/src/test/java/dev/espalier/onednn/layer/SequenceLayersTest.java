package dev.espalier.onednn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.onednn.LongForm;
import dev.espalier.onednn.OneDnnGraph;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What every layer on sequences keeps to, alone and with masks. */
class SequenceLayersTest {
  private static final int WIDTH = 6;
  private static final int CLASSES = 3;

  /** Parameters of each array whose gradient is checked. */
  private static final int SAMPLED = LongForm.of(6, Integer.MAX_VALUE);

  /** The check insists on the default precision of the whole process. */
  @BeforeAll
  static void useDoublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void useSinglePrecisionAgain() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static Named<Layer> named(String name, Layer layer) {
    return Named.of(name, layer);
  }

  static List<Named<Layer>> layers() {
    return List.of(
        named("layer norm", new LayerNormalization.Builder().features(WIDTH).build()),
        named(
            "layer norm of large epsilon",
            new LayerNormalization.Builder().features(WIDTH).epsilon(0.1).build()),
        named("sines", new PositionalEncoding.Builder().features(WIDTH).build()),
        named(
            "learned positions",
            new PositionalEncoding.Builder().features(WIDTH).learned(7).build()),
        named("attention of 1 head", new MultiHeadSelfAttention.Builder().features(WIDTH).build()),
        named(
            "attention of 3 heads",
            new MultiHeadSelfAttention.Builder().features(WIDTH).heads(3).build()),
        named(
            "causal attention",
            new MultiHeadSelfAttention.Builder().features(WIDTH).heads(2).causal(true).build()),
        named(
            "weighted attention",
            new MultiHeadSelfAttention.Builder().features(WIDTH).heads(2).weighted(true).build()),
        named(
            "causal weighted attention",
            new MultiHeadSelfAttention.Builder()
                .features(WIDTH)
                .heads(3)
                .causal(true)
                .weighted(true)
                .build()),
        named(
            "depthwise convolution",
            new DepthwiseConvolution1D.Builder().features(WIDTH).kernel(3).build()),
        named(
            "dilated depthwise convolution with a bias",
            new DepthwiseConvolution1D.Builder()
                .features(WIDTH)
                .kernel(5)
                .dilation(2)
                .bias(true)
                .build()),
        named(
            "causal depthwise convolution",
            new DepthwiseConvolution1D.Builder().features(WIDTH).kernel(2).causal(true).build()),
        named(
            "maximum of 3", new StepPooling.Builder().features(WIDTH).kernel(3).maximum().build()),
        named("average of 3", new StepPooling.Builder().features(WIDTH).kernel(3).build()),
        named("average of 4", new StepPooling.Builder().features(WIDTH).kernel(4).build()),
        named("step mask", new StepMask.Builder().features(WIDTH).build()),
        named("gru", new GruLayer.Builder().nIn(WIDTH).nOut(WIDTH).build()),
        named(
            "gru in both directions",
            new Bidirectional(
                Bidirectional.Mode.ADD, new GruLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())),
        named("searched cell, mean of its nodes", cell().build()),
        named("searched cell, loose ends", cell().looseEnds(true).build()),
        named(
            "searched cell in both directions",
            new Bidirectional(
                Bidirectional.Mode.ADD, cell().entry(CellActivation.SIGMOID).build())));
  }

  private static DagRecurrentLayer.Builder cell() {
    return new DagRecurrentLayer.Builder()
        .node(0, CellActivation.RELU)
        .node(1, CellActivation.SIGMOID)
        .node(1, CellActivation.IDENTITY)
        .node(3, CellActivation.TANH)
        .nIn(WIDTH)
        .nOut(WIDTH);
  }

  static Stream<Arguments> cases() {
    return layers().stream()
        .flatMap(
            layer ->
                Stream.of(new int[] {4, 4}, new int[] {5, 1, 3}, new int[] {1})
                    .map(lengths -> Arguments.of(layer, lengths)));
  }

  private static ComputationGraphConfiguration configuration(Layer layer, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(type)
        .updater(new Sgd(1.0))
        .graphBuilder()
        .addInputs("in")
        .addLayer(
            "before",
            new SimpleRnn.Builder().nIn(2).nOut(WIDTH).activation(Activation.TANH).build(),
            "in")
        .addLayer("layer", layer.clone(), "before")
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "layer")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(WIDTH)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "pool")
        .setOutputs("out")
        .build();
  }

  private static ComputationGraph graph(Layer layer, DataType type) {
    ComputationGraph graph = new ComputationGraph(configuration(layer, type));
    graph.init();
    // No gain of 1 nor bias of 0, which hide what is done with them.
    Nd4j.getRandom().setSeed(8);
    graph.params().addi(Nd4j.randn(type, graph.params().shape()).muli(0.1));
    return graph;
  }

  static INDArray features(int... lengths) {
    Nd4j.getRandom().setSeed(4);
    return Nd4j.randn(DataType.DOUBLE, lengths.length, 2, lengths[0]);
  }

  static INDArray mask(int... lengths) {
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, lengths.length, lengths[0]);
    for (int row = 0; row < lengths.length; row++) {
      mask.get(NDArrayIndex.point(row), NDArrayIndex.interval(0, lengths[row])).assign(1.0);
    }
    return mask;
  }

  static INDArray output(ComputationGraph graph, INDArray features, INDArray mask) {
    return graph.output(false, new INDArray[] {features}, new INDArray[] {mask}, null)[0].dup('c');
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfDifferences(Layer layer, int[] lengths) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, lengths.length, CLASSES);
    for (int row = 0; row < lengths.length; row++) {
      labels.putScalar(row, row % CLASSES, 1.0);
    }
    ComputationGraph graph = graph(layer, DataType.DOUBLE);
    DataSet data = new DataSet(features(lengths), labels, mask(lengths), null);
    graph.setInputs(data.getFeatures());
    graph.setLabels(labels);
    graph.setLayerMaskArrays(new INDArray[] {data.getFeaturesMaskArray()}, null);
    graph.computeGradientAndScore();
    Map<String, INDArray> gradients = new TreeMap<>();
    graph
        .gradient()
        .gradientForVariable()
        .forEach((name, gradient) -> gradients.put(name, gradient.div(lengths.length)));
    graph.clearLayerMaskArrays();
    Random random = new Random(1);
    gradients.forEach(
        (name, gradient) -> {
          INDArray parameter = graph.getParam(name);
          int length = (int) parameter.length();
          for (int i : random.ints(length, 0, length).distinct().limit(SAMPLED).toArray()) {
            double slope = NumericalGradient.slope(graph, data, parameter, i, 1e-6);
            double found = gradient.getDouble(i);
            double error = Math.abs(slope - found);
            assertTrue(
                error < 1e-9 || error / (Math.abs(slope) + Math.abs(found)) < 1e-4,
                () -> "%s[%d]: %s, by differences %s".formatted(name, i, found, slope));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void paddingDoesNotCount(Layer layer, int[] lengths) {
    ComputationGraph graph = graph(layer, DataType.DOUBLE);
    INDArray features = features(lengths);
    INDArray other = features.dup();
    for (int row = 0; row < lengths.length; row++) {
      for (int step = lengths[row]; step < lengths[0]; step++) {
        other.putScalar(new int[] {row, 0, step}, 99.0);
      }
    }
    assertArrayEquals(
        output(graph, features, mask(lengths)).data().asDouble(),
        output(graph, other, mask(lengths)).data().asDouble(),
        1e-12);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void jsonAndSavedModelsLoseNothing(Layer layer) throws IOException {
    ComputationGraphConfiguration configuration = configuration(layer, DataType.DOUBLE);
    assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
    ComputationGraph graph = graph(layer, DataType.DOUBLE);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, file, true);
    ComputationGraph loaded =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);
    INDArray features = features(5, 1, 3);
    assertEquals(output(graph, features, mask(5, 1, 3)), output(loaded, features, mask(5, 1, 3)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void floatsComeCloseAndTrainingComputesWhatInferenceDoes(Layer layer) {
    ComputationGraph exact = graph(layer, DataType.DOUBLE);
    ComputationGraph rough = exact.clone().convertDataType(DataType.FLOAT);
    INDArray features = features(5, 1, 3);
    double[] expected = output(exact, features, mask(5, 1, 3)).data().asDouble();
    assertArrayEquals(
        expected,
        output(rough, features.castTo(DataType.FLOAT), mask(5, 1, 3).castTo(DataType.FLOAT))
            .data()
            .asDouble(),
        1e-5);
    INDArray training =
        exact.output(true, new INDArray[] {features}, new INDArray[] {mask(5, 1, 3)}, null)[0];
    assertArrayEquals(expected, training.dup('c').data().asDouble(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void oneDnnGraphsCoverThem(Layer layer) {
    try (OneDnnGraph graph = new OneDnnGraph(configuration(layer, DataType.FLOAT))) {
      graph.init();
      String explanation = graph.explain(new long[] {3, 2, 5}).toString();
      assertFalse(explanation.startsWith("stock kernels"), explanation);
    }
  }

  @Test
  void dropoutDropsWhileTrainingOnly() {
    Layer layer = new SequenceDropout.Builder().features(WIDTH).dropOut(0.5).build();
    ComputationGraph graph = graph(layer, DataType.DOUBLE);
    INDArray[] features = {features(5, 1, 3)};
    INDArray[] mask = {mask(5, 1, 3)};
    INDArray kept = output(graph, features[0], mask[0]);
    assertEquals(kept, output(graph, features[0], mask[0]));
    INDArray dropped = graph.output(true, features, mask, null)[0].dup('c');
    assertNotEquals(dropped, graph.output(true, features, mask, null)[0].dup('c'));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void inputTypesTellTheirSizes(Layer layer) {
    ComputationGraphConfiguration configuration = configuration(layer, DataType.DOUBLE);
    assertEquals(
        InputType.recurrent(WIDTH, 5),
        configuration.getLayerActivationTypes(true, InputType.recurrent(2, 5)).get("layer"));
  }

  @Test
  void aLayerOfOtherSizesIsRefused() {
    Layer layer = new LayerNormalization.Builder().nIn(WIDTH).nOut(WIDTH - 2).build();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> graph(layer, DataType.DOUBLE));
    assertTrue(refusal.toString().contains("nOut (4)"), refusal::toString);
  }

  @Test
  void constraintsReachTheirParameters() {
    GruLayer gru =
        new GruLayer.Builder()
            .nIn(WIDTH)
            .nOut(WIDTH)
            .constrainRecurrent(new MaxNormConstraint(1.0, 1))
            .constrainBias(new NonNegativeConstraint())
            .build();
    assertEquals(
        List.of(Set.of("b", "rb"), Set.of("RW")),
        gru.getConstraints().stream().map(LayerConstraint::getParams).toList());
    LayerNormalization norm =
        new LayerNormalization.Builder()
            .features(WIDTH)
            .constrainAllParameters(new NonNegativeConstraint())
            .build();
    assertEquals(
        List.of(Set.of("gamma", "beta")),
        norm.getConstraints().stream().map(LayerConstraint::getParams).toList());
  }

  @Test
  void theStateHasAWeightInitializationOfItsOwn() {
    ComputationGraph graph =
        new ComputationGraph(
            configuration(
                new GruLayer.Builder()
                    .nIn(WIDTH)
                    .nOut(WIDTH)
                    .weightInitRecurrent(WeightInit.ZERO)
                    .build(),
                DataType.DOUBLE));
    graph.init();
    assertEquals(0.0, graph.getLayer("layer").getParam("RW").norm2Number().doubleValue());
    assertNotEquals(0.0, graph.getLayer("layer").getParam("W").norm2Number().doubleValue());
  }

  /** A window's gradient is that of the whole sequence, as far as it is cut after the window. */
  @Test
  void windowsGoOnWhereTheLastOneEnded() {
    ComputationGraph graph =
        graph(new GruLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), DataType.DOUBLE);
    // Gives the layer somewhere to write its gradients.
    graph.setInputs(features(6, 6));
    graph.setLabels(Nd4j.eye(CLASSES).get(NDArrayIndex.interval(0, 2), NDArrayIndex.all()));
    graph.computeGradientAndScore();
    RecurrentLayer layer = (RecurrentLayer) graph.getLayer("layer");
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    Nd4j.getRandom().setSeed(6);
    INDArray whole = Nd4j.randn(DataType.DOUBLE, 2, WIDTH, 6);
    INDArray epsilon = Nd4j.randn(DataType.DOUBLE, 2, WIDTH, 6);
    INDArray output = layer.activate(whole, true, none).dup();
    INDArray expected = layer.backpropGradient(epsilon, none).getSecond().dup();

    layer.rnnClearPreviousState();
    layer.rnnActivateUsingStoredState(TestGraphs.steps(whole, 0, 4), true, true, none);
    layer.rnnSetPreviousState(layer.rnnGetTBPTTState());
    INDArray second =
        layer.rnnActivateUsingStoredState(TestGraphs.steps(whole, 4, 6), true, true, none).dup();
    TestGraphs.assertNear(TestGraphs.steps(output, 4, 6), second, 1e-12);
    INDArray gradient =
        layer.tbpttBackpropGradient(TestGraphs.steps(epsilon, 4, 6), 2, none).getSecond().dup();
    TestGraphs.assertNear(TestGraphs.steps(expected, 4, 6), gradient, 1e-12);
  }
}
