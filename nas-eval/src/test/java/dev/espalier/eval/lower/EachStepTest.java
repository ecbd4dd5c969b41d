package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.Conv1d;
import dev.espalier.network.Dense;
import dev.espalier.network.Embedding;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.PositionalEncoding;
import dev.espalier.network.Recurrent;
import dev.espalier.network.SelfAttention;
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
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks with outputs at each step, of tokens in sequences of different length. */
class EachStepTest {
  private static final int VOCABULARY = 6;
  private static final int STEPS = 5;
  private static final int[] LENGTHS = {5, 1, 3};

  @BeforeAll
  static void useDoublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void useSinglePrecisionAgain() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  static Stream<Named<Network>> networks() {
    return Stream.concat(
        Arrays.stream(Recurrent.Cell.values()).map(cell -> Named.of(cell.name(), recurrent(cell))),
        Stream.of(
            Named.of("decoder", decoder()),
            Named.of("convolutions", convolutions()),
            Named.of("without dense layer", activated())));
  }

  private static Network recurrent(Recurrent.Cell cell) {
    Network.Builder network = Network.builder(new Shape.Tokens(VOCABULARY, STEPS));
    int x = network.add("embedding", new Embedding(3), 0);
    x = network.add("rnn", new Recurrent(cell, 4, false), x);
    network.add("logits", Dense.of(VOCABULARY), x);
    return network.build();
  }

  private static Network decoder() {
    Network.Builder network = Network.builder(new Shape.Tokens(VOCABULARY, STEPS));
    int x = network.add("embedding", new Embedding(4), 0);
    x = network.add("positions", new PositionalEncoding(true), x);
    int y = network.add("norm", new LayerNorm(), x);
    y = network.add("attention", new SelfAttention(2, true), y);
    x = network.add("sum", new Add(), x, y);
    network.add("logits", Dense.of(VOCABULARY), x);
    return network.build();
  }

  private static Network convolutions() {
    Network.Builder network = Network.builder(new Shape.Tokens(VOCABULARY, STEPS));
    int x = network.add("embedding", new Embedding(4), 0);
    x = network.add("conv", Conv1d.causal(4, 3), x);
    x = network.add("dilated", new Conv1d(6, 2, 2, 2, true, false), x);
    network.add("logits", Dense.of(VOCABULARY), x);
    return network.build();
  }

  /** Ends in a function, so that the loss is a layer of its own. */
  private static Network activated() {
    Network.Builder network = Network.builder(new Shape.Tokens(VOCABULARY, STEPS));
    int x = network.add("embedding", new Embedding(VOCABULARY), 0);
    x = network.add("rnn", new Recurrent(Recurrent.Cell.LSTM, VOCABULARY, false), x);
    network.add("tanh", new Activation(Activation.Function.TANH), x);
    return network.build();
  }

  private static ComputationGraph graph(Network network, Engine engine) {
    return GraphLowering.lower(network, Graphs.CLASSES, Graphs.BARE, engine, 7, DataType.DOUBLE);
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

  private static INDArray tokens() {
    return Nd4j.createFromArray(new double[] {1, 5, 3, 0, 2, 4, 1, 1, 1, 1, 2, 2, 4, 0, 0})
        .reshape(LENGTHS.length, 1, STEPS);
  }

  /** At each step the number after the token's. */
  private static INDArray labels(INDArray tokens) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, VOCABULARY, STEPS);
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = 0; step < STEPS; step++) {
        labels.putScalar(new int[] {row, (tokens.getInt(row, 0, step) + 1) % VOCABULARY, step}, 1);
      }
    }
    return labels;
  }

  /** Of one sequence at one step. */
  private static double[] output(ComputationGraph graph, INDArray tokens, int row, int step) {
    INDArray out =
        graph.output(false, new INDArray[] {tokens}, new INDArray[] {mask()}, null)[0].dup('c');
    return Stream.iterate(0, i -> i < VOCABULARY, i -> i + 1)
        .mapToDouble(i -> out.getDouble(row, i, step))
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatWasCostedIsWhatIsTrained(Network network) {
    for (Engine engine : Engine.values()) {
      assertEquals(network.cost().params(), graph(network, engine).numParams());
    }
    assertEquals(new Shape.Sequence(VOCABULARY, STEPS), network.output().shape());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void eachStepHasProbabilities(Network network) {
    ComputationGraph graph = graph(network, Engine.ONEDNN);
    for (int step = 0; step < STEPS; step++) {
      double[] output = output(graph, tokens(), 0, step);
      assertEquals(1.0, Arrays.stream(output).sum(), 1e-12);
      assertEquals(0, Arrays.stream(output).filter(p -> p <= 0.0).count());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void noStepSeesALaterOne(Network network) {
    ComputationGraph graph = graph(network, Engine.ONEDNN);
    INDArray other = tokens().dup().putScalar(new int[] {0, 0, 3}, 5.0);
    for (int step = 0; step < 3; step++) {
      assertArrayEquals(
          output(graph, tokens(), 0, step), output(graph, other, 0, step), 1e-12, "step " + step);
    }
    for (int step = 3; step < STEPS; step++) {
      assertNotEquals(
          output(graph, tokens(), 0, step)[0], output(graph, other, 0, step)[0], "step " + step);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void enginesComputeTheSame(Network network) {
    ComputationGraph one = graph(network, Engine.ONEDNN);
    ComputationGraph other = graph(network, Engine.STOCK);
    other.setParams(one.params());
    assertArrayEquals(output(one, tokens(), 2, 2), output(other, tokens(), 2, 2), 1e-12);
    fit(one, tokens());
    fit(other, tokens());
    assertEquals(one.score(), other.score(), 1e-9);
    assertArrayEquals(
        one.params().data().asDouble(), other.params().data().asDouble(), 1e-9, "parameters");
  }

  private static void fit(ComputationGraph graph, INDArray tokens) {
    INDArray[] masks = {mask()};
    graph.fit(new INDArray[] {tokens}, new INDArray[] {labels(tokens())}, masks, masks);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void paddingIsNotLearnt(Network network) {
    ComputationGraph one = graph(network, Engine.ONEDNN);
    ComputationGraph other = graph(network, Engine.ONEDNN);
    INDArray padded = tokens().dup();
    padded.putScalar(new int[] {1, 0, 3}, 5.0).putScalar(new int[] {2, 0, 4}, 3.0);
    fit(one, tokens());
    fit(other, padded);
    assertArrayEquals(one.params().data().asDouble(), other.params().data().asDouble(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossIsThatOfTheStepsThatCount(Network network) {
    ComputationGraph graph = graph(network, Engine.ONEDNN);
    double sum = 0.0;
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = 0; step < LENGTHS[row]; step++) {
        int next = (tokens().getInt(row, 0, step) + 1) % VOCABULARY;
        sum -= Math.log(output(graph, tokens(), row, step)[next]);
      }
    }
    fit(graph, tokens());
    assertEquals(sum / (LENGTHS.length * STEPS), graph.score(), 1e-6);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreThoseOfDifferences(Network network) {
    assertTrue(
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.GraphConfig()
                .net(graph(network, Engine.ONEDNN))
                .epsilon(1e-6)
                .maxRelError(1e-4)
                .minAbsoluteError(1e-9)
                .inputs(new INDArray[] {tokens()})
                .labels(new INDArray[] {labels(tokens())})
                .inputMask(new INDArray[] {mask()})
                .labelMask(new INDArray[] {mask()})));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aSavedModelComputesTheSame(Network network) throws IOException {
    ComputationGraph graph = graph(network, Engine.ONEDNN);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, file, false);
    ComputationGraph loaded =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(file.toByteArray()), false);
    assertArrayEquals(output(graph, tokens(), 0, 4), output(loaded, tokens(), 0, 4), 0.0);
  }

  @Test
  void weightsOfClassesCountAtEachStep() {
    Network network = recurrent(Recurrent.Cell.LSTM);
    ComputationGraph graph =
        GraphLowering.lower(
            network,
            OutputSpec.weighted(Loss.CROSS_ENTROPY, List.of(0.0, 0.0, 2.0, 0.0, 0.0, 0.0)),
            Graphs.BARE,
            Engine.ONEDNN,
            7,
            DataType.DOUBLE);
    // Token 1 is at step 0 of the first sequence alone, where it is no padding.
    double expected = -2.0 * Math.log(output(graph, tokens(), 0, 0)[2]);
    fit(graph, tokens());
    assertEquals(expected / (LENGTHS.length * STEPS), graph.score(), 1e-6);
  }
}
