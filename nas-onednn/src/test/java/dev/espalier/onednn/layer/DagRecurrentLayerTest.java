package dev.espalier.onednn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The searched cell against loops of its own, and its state between windows. */
class DagRecurrentLayerTest {
  private static final int FEATURES = 3;
  private static final int UNITS = 4;
  private static final int BATCH = 2;
  private static final int STEPS = 6;
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

  /** Nodes 2, 4 and 5 are loose ends. */
  private static final int[] INPUTS = {0, 1, 1, 3, 0};

  private static DagRecurrentLayer.Builder cell(CellActivation first) {
    List<CellActivation> all = new ArrayList<>(List.of(CellActivation.values()));
    Collections.rotate(all, -all.indexOf(first));
    DagRecurrentLayer.Builder builder = new DagRecurrentLayer.Builder().entry(first);
    for (int i = 0; i < INPUTS.length; i++) {
      builder.node(INPUTS[i], all.get((i + 1) % all.size()));
    }
    return builder.nIn(FEATURES).nOut(UNITS);
  }

  private static MultiLayerNetwork network(DagRecurrentLayer layer) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(DataType.DOUBLE)
            .updater(new Sgd(0.1))
            .list()
            .layer(layer)
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(UNITS)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static INDArray random(long seed, long... shape) {
    Nd4j.getRandom().setSeed(seed);
    return Nd4j.randn(DataType.DOUBLE, shape);
  }

  private static double value(CellActivation activation, double x) {
    return switch (activation) {
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(0.0, x);
      case SIGMOID -> 1.0 / (1.0 + Math.exp(-x));
      case IDENTITY -> x;
    };
  }

  /** One state of one example, by the formulas of the papers. */
  private static double[] update(
      double[] before, CellActivation activation, List<INDArray> weights, List<double[]> factors) {
    double[] after = new double[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      double c = 0.0;
      double g = 0.0;
      for (int part = 0; part < factors.size(); part++) {
        for (int row = 0; row < factors.get(part).length; row++) {
          c += factors.get(part)[row] * weights.get(part).getDouble(row, unit);
          g += factors.get(part)[row] * weights.get(part).getDouble(row, UNITS + unit);
        }
      }
      double gate = 1.0 / (1.0 + Math.exp(-c));
      after[unit] = gate * value(activation, g) + (1.0 - gate) * before[unit];
    }
    return after;
  }

  private static INDArray expected(
      DagRecurrentLayer layer, Map<String, INDArray> parameters, INDArray input, INDArray mask) {
    INDArray output = Nd4j.zeros(DataType.DOUBLE, input.size(0), UNITS, input.size(2));
    List<Integer> merged = layer.isLooseEnds() ? List.of(2, 4, 5) : List.of(1, 2, 3, 4, 5);
    for (int example = 0; example < input.size(0); example++) {
      double[] h = new double[UNITS];
      for (int step = 0; step < input.size(2); step++) {
        if (mask.getDouble(example, step) == 0.0) {
          continue;
        }
        double[] x = new double[FEATURES];
        for (int feature = 0; feature < FEATURES; feature++) {
          x[feature] = input.getDouble(example, feature, step);
        }
        double[][] states = new double[INPUTS.length + 1][];
        states[0] =
            update(
                h,
                layer.getEntry(),
                List.of(parameters.get("W"), parameters.get("RW")),
                List.of(x, h));
        for (int i = 1; i < states.length; i++) {
          double[] before = states[INPUTS[i - 1]];
          states[i] =
              update(
                  before,
                  layer.getActivations()[i - 1],
                  List.of(parameters.get("W" + i)),
                  List.of(before));
        }
        h = new double[UNITS];
        for (int unit = 0; unit < UNITS; unit++) {
          for (int state : merged) {
            h[unit] += states[state][unit] / merged.size();
          }
          output.putScalar(new int[] {example, unit, step}, h[unit]);
        }
      }
    }
    return output;
  }

  @ParameterizedTest
  @EnumSource
  void outputsAreThoseOfPlainLoops(CellActivation first) {
    for (boolean looseEnds : new boolean[] {false, true}) {
      DagRecurrentLayer settings = cell(first).looseEnds(looseEnds).build();
      RecurrentLayer layer = (RecurrentLayer) network(settings).getLayer(0);
      INDArray input = random(5, BATCH, FEATURES, STEPS);
      INDArray mask = Nd4j.ones(DataType.DOUBLE, BATCH, STEPS);
      assertEquals(UNITS * 2L * (FEATURES + UNITS * 6L), layer.numParams());
      TestGraphs.assertNear(
          expected(settings, layer.paramTable(), input, mask),
          layer.activate(input, false, NONE),
          1e-12);
      // A gap within, and padding.
      mask.putScalar(0, 2, 0.0).putScalar(1, 4, 0.0).putScalar(1, 5, 0.0);
      layer.setMaskArray(mask);
      TestGraphs.assertNear(
          expected(settings, layer.paramTable(), input, mask),
          layer.activate(input, false, NONE),
          1e-12);
    }
  }

  @Test
  void stepByStepIsTheWholeSequence() {
    MultiLayerNetwork network = network(cell(CellActivation.TANH).build());
    INDArray input = random(5, BATCH, FEATURES, STEPS);
    INDArray whole = network.output(input);
    for (int step = 0; step < STEPS; step++) {
      TestGraphs.assertNear(
          steps(whole, step, step + 1), network.rnnTimeStep(steps(input, step, step + 1)), 1e-12);
    }
    network.rnnClearPreviousState();
    TestGraphs.assertNear(steps(whole, 0, 1), network.rnnTimeStep(steps(input, 0, 1)), 1e-12);
  }

  /** A window's gradient is that of the whole sequence, as far as it is cut after the window. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void windowsGoOnWhereTheLastOneEnded(int window) {
    MultiLayerNetwork network = network(cell(CellActivation.TANH).looseEnds(true).build());
    INDArray input = random(5, BATCH, FEATURES, STEPS);
    // Gives the layer somewhere to write its gradients.
    network.setInput(input);
    network.setLabels(Nd4j.ones(DataType.DOUBLE, BATCH, 2, STEPS));
    network.computeGradientAndScore();
    RecurrentLayer layer = (RecurrentLayer) network.getLayer(0);
    INDArray epsilon = random(6, BATCH, UNITS, STEPS);
    INDArray output = layer.activate(input, true, NONE).dup();
    INDArray expected = layer.backpropGradient(epsilon, NONE).getSecond().dup();

    int from = STEPS - window;
    layer.rnnClearPreviousState();
    layer.rnnActivateUsingStoredState(steps(input, 0, from), true, true, NONE);
    layer.rnnSetPreviousState(layer.rnnGetTBPTTState());
    INDArray last =
        layer.rnnActivateUsingStoredState(steps(input, from, STEPS), true, true, NONE).dup();
    TestGraphs.assertNear(steps(output, from, STEPS), last, 1e-12);
    TestGraphs.assertNear(
        steps(expected, from, STEPS),
        layer.tbpttBackpropGradient(steps(epsilon, from, STEPS), window, NONE).getSecond().dup(),
        1e-12);
  }

  @Test
  void aWindowMayPassBackLessThanItHolds() {
    MultiLayerNetwork network = network(cell(CellActivation.TANH).build());
    INDArray input = random(5, BATCH, FEATURES, STEPS);
    network.setInput(input);
    network.setLabels(Nd4j.ones(DataType.DOUBLE, BATCH, 2, STEPS));
    network.computeGradientAndScore();
    RecurrentLayer layer = (RecurrentLayer) network.getLayer(0);
    INDArray epsilon = random(6, BATCH, UNITS, STEPS);
    layer.activate(input, true, NONE);
    INDArray whole = layer.backpropGradient(epsilon, NONE).getSecond().dup();
    layer.activate(input, true, NONE);
    INDArray cut = layer.tbpttBackpropGradient(epsilon, 2, NONE).getSecond().dup();
    TestGraphs.assertNear(steps(whole, 4, 6), steps(cut, 4, 6), 1e-12);
    assertEquals(0.0, steps(cut, 0, 4).norm2Number().doubleValue());
  }

  private static INDArray steps(INDArray sequences, int from, int to) {
    return sequences
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup();
  }

  @Test
  void constraintsReachTheirParameters() {
    DagRecurrentLayer layer =
        new DagRecurrentLayer.Builder()
            .node(0, CellActivation.RELU)
            .node(1, CellActivation.TANH)
            .nIn(FEATURES)
            .nOut(UNITS)
            .constrainRecurrent(new MaxNormConstraint(1.0, 1))
            .constrainInputWeights(new UnitNormConstraint(1))
            .build();
    assertEquals(
        List.of(Set.of("W"), Set.of("RW", "W1", "W2")),
        layer.getConstraints().stream().map(LayerConstraint::getParams).toList());
  }

  @Test
  void equalLayersHaveEqualCells() {
    DagRecurrentLayer layer = cell(CellActivation.TANH).build();
    assertEquals(layer, cell(CellActivation.TANH).build());
    assertEquals(layer.hashCode(), cell(CellActivation.TANH).build().hashCode());
    assertNotEquals(layer, cell(CellActivation.TANH).looseEnds(true).build());
    assertNotEquals(layer, cell(CellActivation.RELU).build());
    DagRecurrentLayer rewired = cell(CellActivation.TANH).build();
    rewired.setInputs(new int[] {0, 0, 1, 3, 0});
    assertNotEquals(layer, rewired);
  }

  @Test
  void memoryIsReported() {
    DagRecurrentLayer layer =
        (DagRecurrentLayer)
            network(cell(CellActivation.TANH).build())
                .getLayerWiseConfigurations()
                .getConf(0)
                .getLayer();
    assertEquals(
        UNITS * 2L * (FEATURES + UNITS * 6L),
        layer.getMemoryReport(InputType.recurrent(FEATURES, STEPS)).getParameterSize());
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void aCellThatIsNoneIsRefused() {
    assertRefused(
        "nodes of layer \"dag\" (0 inputs, 0 activations) must be one or more, each with both",
        () -> new DagRecurrentLayer.Builder().name("dag").build());
    assertRefused(
        "node 1 of layer \"dag\" reads state 1; must read one from 0 (the entry) to 0",
        () -> new DagRecurrentLayer.Builder().name("dag").node(1, CellActivation.TANH).build());
    DagRecurrentLayer lopsided = cell(CellActivation.TANH).name("dag").build();
    lopsided.setInputs(new int[] {0});
    assertRefused(
        "nodes of layer \"dag\" (1 inputs, 5 activations) must be one or more, each with both",
        () -> network(lopsided));
    assertRefused(
        "data format of layer \"dag\" (NWC) must be NCW: [batch, features, steps]",
        () -> network(cell(CellActivation.TANH).name("dag").dataFormat(RNNFormat.NWC).build()));
  }
}
