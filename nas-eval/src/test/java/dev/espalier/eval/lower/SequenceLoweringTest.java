package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Add;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Recurrent;
import dev.espalier.network.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Recurrent networks on sequences of different length. */
class SequenceLoweringTest {
  private static final int FEATURES = 3;
  private static final int STEPS = 5;
  private static final int[] LENGTHS = {5, 1, 3};
  private static final long[] SHAPE = {LENGTHS.length, FEATURES, STEPS};

  @BeforeAll
  static void useDoublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void useSinglePrecisionAgain() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  static Stream<Arguments> networks() {
    List<Layer> summaries =
        List.of(new LastStep(), new GlobalPool(Pooling.AVERAGE), new GlobalPool(Pooling.MAX));
    return Arrays.stream(Recurrent.Cell.values())
        .flatMap(
            cell ->
                Stream.of(false, true)
                    .flatMap(
                        both ->
                            summaries.stream()
                                .map(
                                    summary ->
                                        Arguments.of(new Recurrent(cell, 2, both), summary))));
  }

  /** Two layers with a connection past the second. */
  private static Network network(Recurrent layer, Layer summary) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    int first = network.add("l0.rnn", layer, 0);
    int second = network.add("l1.rnn", layer, first);
    int sum = network.add("l1.sum", new Add(), first, second);
    network.add("logits", Dense.of(4), network.add("summary", summary, sum));
    return network.build();
  }

  private static ComputationGraph graph(Network network) {
    return GraphLowering.lower(
        network, Graphs.CLASSES, Graphs.BARE, Engine.ONEDNN, 7, DataType.DOUBLE);
  }

  private static INDArray mask() {
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, STEPS);
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = 0; step < LENGTHS[row]; step++) {
        mask.putScalar(row, step, 1.0);
      }
    }
    return mask;
  }

  private static INDArray features() {
    Nd4j.getRandom().setSeed(3);
    return Nd4j.randn(DataType.DOUBLE, SHAPE);
  }

  private static double[] output(ComputationGraph graph, INDArray features) {
    return graph
        .output(false, new INDArray[] {features}, new INDArray[] {mask()}, null)[0]
        .dup('c')
        .data()
        .asDouble();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatWasCostedIsWhatIsTrained(Recurrent layer, Layer summary) {
    Network network = network(layer, summary);
    assertEquals(network.cost().params(), graph(network).numParams());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void paddingDoesNotCount(Recurrent layer, Layer summary) {
    ComputationGraph graph = graph(network(layer, summary));
    INDArray features = features();
    INDArray padded = features.dup();
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = LENGTHS[row]; step < STEPS; step++) {
        for (int feature = 0; feature < FEATURES; feature++) {
          padded.putScalar(new int[] {row, feature, step}, 1e3);
        }
      }
    }
    assertArrayEquals(output(graph, features), output(graph, padded), 1e-12);
    INDArray other = features.dup().putScalar(new int[] {2, 0, 2}, 5.0);
    assertFalse(Arrays.equals(output(graph, features), output(graph, other)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreThoseOfDifferences(Recurrent layer, Layer summary) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, 4);
    for (int row = 0; row < LENGTHS.length; row++) {
      labels.putScalar(row, row, 1.0);
    }
    assertTrue(
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.GraphConfig()
                .net(graph(network(layer, summary)))
                .epsilon(1e-6)
                .maxRelError(1e-4)
                .minAbsoluteError(1e-9)
                .inputs(new INDArray[] {features()})
                .labels(new INDArray[] {labels})
                .inputMask(new INDArray[] {mask()})));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aSavedModelComputesTheSame(Recurrent layer, Layer summary) throws IOException {
    ComputationGraph graph = graph(network(layer, summary));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, file, false);
    ComputationGraph loaded =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(file.toByteArray()), false);
    assertArrayEquals(output(graph, features()), output(loaded, features()), 0.0);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void dropoutDoesNothingAtInference(Recurrent layer, Layer summary) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    int x = network.add("l0.rnn", layer, 0);
    int dropped = network.add("l0.dropout", new Dropout(0.5), x);
    network.add("logits", Dense.of(4), network.add("summary", summary, dropped));
    Network.Builder without = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    x = without.add("l0.rnn", layer, 0);
    without.add("logits", Dense.of(4), without.add("summary", summary, x));
    ComputationGraph one = graph(network.build());
    ComputationGraph other = graph(without.build());
    other.setParams(one.params());
    assertArrayEquals(output(other, features()), output(one, features()), 0.0);
  }
}
