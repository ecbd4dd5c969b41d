package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.Conv1d;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.Dense;
import dev.espalier.network.Embedding;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.LastStep;
import dev.espalier.network.Layer;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.Pool1d;
import dev.espalier.network.Pooling;
import dev.espalier.network.PositionalEncoding;
import dev.espalier.network.Recurrent;
import dev.espalier.network.SelfAttention;
import dev.espalier.network.Shape;
import dev.espalier.network.WeightedAttention;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Recurrent networks on sequences of different length. */
class SequenceLoweringTest {
  static final int FEATURES = 3;
  static final int STEPS = 5;
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

  static Stream<Named<Network>> networks() {
    Map<String, Layer> summaries =
        Map.of(
            "last step", new LastStep(),
            "mean", new GlobalPool(Pooling.AVERAGE),
            "maximum", new GlobalPool(Pooling.MAX),
            "sum", new GlobalPool(Pooling.SUM));
    Stream<Named<Network>> recurrent =
        Arrays.stream(Recurrent.Cell.values())
            .flatMap(
                cell ->
                    Stream.of(false, true)
                        .flatMap(
                            both ->
                                summaries.entrySet().stream()
                                    .map(
                                        summary ->
                                            Named.of(
                                                "%s %s %s".formatted(cell, both, summary.getKey()),
                                                recurrent(
                                                    new Recurrent(cell, 2, both),
                                                    summary.getValue())))));
    Stream<Named<Network>> searched =
        Stream.of(DagRecurrent.Merge.values())
            .flatMap(
                merge ->
                    Stream.of(false, true)
                        .map(
                            both ->
                                Named.of(
                                    "searched cell %s %s".formatted(merge, both),
                                    recurrent(cell(merge, both), new LastStep()))));
    return Stream.concat(
        Stream.concat(recurrent, searched),
        Stream.of(
            Named.of(
                "encoder, sines",
                encoder(new PositionalEncoding(false), new SelfAttention(2, false))),
            Named.of(
                "causal encoder, learned",
                encoder(new PositionalEncoding(true), new SelfAttention(2, true))),
            Named.of(
                "encoder, weighted attention",
                encoder(new PositionalEncoding(false), new WeightedAttention(2, false))),
            Named.of(
                "causal encoder, weighted attention",
                encoder(new PositionalEncoding(true), new WeightedAttention(2, true))),
            Named.of("convolution", convolutions(Conv1d.of(4, 3))),
            Named.of("longer than the sequence", convolutions(Conv1d.of(4, 7))),
            Named.of("of an even number", convolutions(Conv1d.of(4, 2))),
            Named.of("dilated", convolutions(new Conv1d(4, 3, 2, 1, false, false))),
            Named.of("grouped", convolutions(new Conv1d(6, 3, 1, 3, false, true))),
            Named.of("depthwise", convolutions(new Conv1d(FEATURES, 3, 1, FEATURES, false, false))),
            Named.of("maxima", convolutions(new Pool1d(Pooling.MAX, 3))),
            Named.of("averages", convolutions(new Pool1d(Pooling.AVERAGE, 3))),
            Named.of("causal", convolutions(Conv1d.causal(4, 3))),
            Named.of("causal, dilated", convolutions(new Conv1d(4, 3, 2, 1, true, true)))));
  }

  private static DagRecurrent cell(DagRecurrent.Merge merge, boolean both) {
    return new DagRecurrent(
        2,
        both,
        DagRecurrent.Function.SIGMOID,
        List.of(
            new DagRecurrent.CellNode(0, DagRecurrent.Function.TANH),
            new DagRecurrent.CellNode(1, DagRecurrent.Function.RELU),
            new DagRecurrent.CellNode(1, DagRecurrent.Function.IDENTITY)),
        merge);
  }

  /** Two layers with a connection past the second. */
  private static Network recurrent(Layer layer, Layer summary) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    int first = network.add("l0.rnn", layer, 0);
    int second = network.add("l1.rnn", layer, first);
    int sum = network.add("l1.sum", new Add(), first, second);
    network.add("logits", Dense.of(4), network.add("summary", summary, sum));
    return network.build();
  }

  /** One block of a Transformer. */
  private static Network encoder(PositionalEncoding positions, Layer attention) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    int x = network.add("embedding", Dense.of(4), 0);
    x = network.add("positions", positions, x);
    int y = network.add("attention.norm", new LayerNorm(), x);
    y = network.add("attention", attention, y);
    x = network.add("attention.sum", new Add(), x, y);
    y = network.add("dense.in", Dense.of(3), network.add("dense.norm", new LayerNorm(), x));
    y = network.add("dense.act", new Activation(Activation.Function.TANH), y);
    x = network.add("dense.sum", new Add(), x, network.add("dense.out", Dense.of(4), y));
    x = network.add("summary", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(4), x);
    return network.build();
  }

  /** The second reads what the first has left in the padding. */
  private static Network convolutions(Layer layer) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    int x = network.add("conv", layer, 0);
    x = network.add("tanh", new Activation(Activation.Function.TANH), x);
    x = network.add("again", Conv1d.of(4, 3), x);
    x = network.add("summary", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(4), x);
    return network.build();
  }

  /** Each output is the bias and what the window takes in, without steps outside or of padding. */
  @ParameterizedTest
  @CsvSource({"3,1,false", "4,1,false", "3,2,false", "3,1,true", "2,2,true", "1,1,false"})
  void aConvolutionSumsUpItsWindow(int kernel, int dilation, boolean causal) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    network.add("conv", new Conv1d(2, kernel, dilation, 1, causal, true), 0);
    network.add("last", new Activation(Activation.Function.TANH), 1);
    ComputationGraph graph = valueGraph(network.build());
    graph.getLayer("conv").getParam("b").assign(Nd4j.createFromArray(0.5, -0.25).reshape(1, 2));
    double[] weights =
        graph
            .getLayer("conv")
            .getParam("W")
            .dup('c')
            .data()
            .asDouble(); // [kernel, features, filters]
    INDArray features = features();
    double[] output = output(graph, features);
    int reach = (kernel - 1) * dilation;
    int before = causal ? reach : reach / 2;
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = 0; step < LENGTHS[row]; step++) {
        for (int filter = 0; filter < 2; filter++) {
          double sum = filter == 0 ? 0.5 : -0.25;
          for (int tap = 0; tap < kernel; tap++) {
            int from = step - before + tap * dilation;
            for (int feature = 0;
                feature < FEATURES && from >= 0 && from < LENGTHS[row];
                feature++) {
              sum +=
                  weights[(tap * FEATURES + feature) * 2 + filter]
                      * features.getDouble(row, feature, from);
            }
          }
          assertEquals(
              Math.tanh(sum), output[(row * 2 + filter) * STEPS + step], 1e-9, row + " " + step);
        }
      }
    }
  }

  /** Each feature by a kernel of its own, with the same windows. */
  @ParameterizedTest
  @CsvSource({"3,1,false", "4,1,false", "3,2,false", "5,2,true", "7,1,false"})
  void aDepthwiseConvolutionSumsUpItsWindow(int kernel, int dilation, boolean causal) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    network.add("conv", new Conv1d(FEATURES, kernel, dilation, FEATURES, causal, true), 0);
    network.add("last", new Activation(Activation.Function.TANH), 1);
    ComputationGraph graph = valueGraph(network.build());
    INDArray weights = graph.getLayer("conv").getParam("W"); // [features, kernel]
    graph.getLayer("conv").getParam("b").assign(0.5);
    INDArray features = features();
    double[] output = output(graph, features);
    int before = (kernel - 1) * dilation / (causal ? 1 : 2);
    eachPlace(
        (row, feature, step) -> {
          double sum = 0.5;
          for (int tap = 0; tap < kernel; tap++) {
            int from = step - before + tap * dilation;
            if (from >= 0 && from < LENGTHS[row]) {
              sum += weights.getDouble(feature, tap) * features.getDouble(row, feature, from);
            }
          }
          assertEquals(Math.tanh(sum), output[(row * FEATURES + feature) * STEPS + step], 1e-9);
        });
  }

  @ParameterizedTest
  @CsvSource({"MAX,3", "AVERAGE,3", "MAX,4", "AVERAGE,2", "AVERAGE,9", "MAX,1"})
  void aPoolLooksAtTheStepsThatCount(Pooling pooling, int kernel) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    network.add("pool", new Pool1d(pooling, kernel), 0);
    network.add("last", new Activation(Activation.Function.TANH), 1);
    INDArray features = features();
    double[] output = output(valueGraph(network.build()), features);
    eachPlace(
        (row, feature, step) -> {
          DoubleSummaryStatistics window = new DoubleSummaryStatistics();
          int first = step - (kernel - 1) / 2;
          for (int from = Math.max(0, first);
              from < first + kernel && from < LENGTHS[row];
              from++) {
            window.accept(features.getDouble(row, feature, from));
          }
          double pooled = pooling == Pooling.MAX ? window.getMax() : window.getAverage();
          assertEquals(Math.tanh(pooled), output[(row * FEATURES + feature) * STEPS + step], 1e-9);
        });
  }

  /** One number of a sequence. */
  private interface Place {
    void check(int row, int feature, int step);
  }

  private static void eachPlace(Place place) {
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        for (int step = 0; step < LENGTHS[row]; step++) {
          place.check(row, feature, step);
        }
      }
    }
  }

  private static ComputationGraph valueGraph(Network network) {
    return GraphLowering.lower(
        network, Graphs.VALUES, Graphs.BARE, Engine.ONEDNN, 7, DataType.DOUBLE);
  }

  static ComputationGraph graph(Network network) {
    return GraphLowering.lower(
        network, Graphs.CLASSES, Graphs.BARE, Engine.ONEDNN, 7, DataType.DOUBLE);
  }

  static INDArray mask() {
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, STEPS);
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int step = 0; step < LENGTHS[row]; step++) {
        mask.putScalar(row, step, 1.0);
      }
    }
    return mask;
  }

  static INDArray features() {
    Nd4j.getRandom().setSeed(3);
    return Nd4j.randn(DataType.DOUBLE, SHAPE);
  }

  static double[] output(ComputationGraph graph, INDArray features) {
    return graph
        .output(false, new INDArray[] {features}, new INDArray[] {mask()}, null)[0]
        .dup('c')
        .data()
        .asDouble();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatWasCostedIsWhatIsTrained(Network network) {
    assertEquals(network.cost().params(), graph(network).numParams());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void paddingDoesNotCount(Network network) {
    ComputationGraph graph = graph(network);
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
  void gradientsAreThoseOfDifferences(Network network) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, LENGTHS.length, 4);
    for (int row = 0; row < LENGTHS.length; row++) {
      labels.putScalar(row, row, 1.0);
    }
    assertTrue(
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.GraphConfig()
                .net(graph(network))
                .epsilon(1e-6)
                .maxRelError(1e-4)
                .minAbsoluteError(1e-9)
                .inputs(new INDArray[] {features()})
                .labels(new INDArray[] {labels})
                .inputMask(new INDArray[] {mask()})));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aSavedModelComputesTheSame(Network network) throws IOException {
    ComputationGraph graph = graph(network);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, file, false);
    ComputationGraph loaded =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(file.toByteArray()), false);
    assertArrayEquals(output(graph, features()), output(loaded, features()), 0.0);
  }

  /** Both directions have weights of their own, and start from other ones. */
  @Test
  void directionsDoNotShareWeights() {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    int x = network.add("rnn", cell(DagRecurrent.Merge.MEAN, true), 0);
    network.add("logits", Dense.of(4), network.add("summary", new LastStep(), x));
    ComputationGraph graph = graph(network.build());
    assertNotEquals(
        graph.getLayer("rnn.forwards").getParam("W2"),
        graph.getLayer("rnn.backwards").getParam("W2"));
  }

  /** Equal hash, equal function for equal weights, however the nodes were numbered. */
  @Test
  void nodesOfACellMayBeNumberedDifferently() {
    DagRecurrent.CellNode tanh = new DagRecurrent.CellNode(0, DagRecurrent.Function.TANH);
    DagRecurrent.CellNode relu = new DagRecurrent.CellNode(0, DagRecurrent.Function.RELU);
    Network one = looseEnds(List.of(tanh, relu, new DagRecurrent.CellNode(1, relu.activation())));
    Network other = looseEnds(List.of(relu, tanh, new DagRecurrent.CellNode(2, relu.activation())));
    assertEquals(one.canonicalHash(), other.canonicalHash());
    ComputationGraph first = graph(one);
    ComputationGraph second = graph(other);
    second.setParams(first.params());
    assertArrayEquals(output(first, features()), output(second, features()), 0.0);
  }

  private static Network looseEnds(List<DagRecurrent.CellNode> nodes) {
    Network.Builder network = Network.builder(new Shape.Sequence(FEATURES, STEPS));
    DagRecurrent.Merge merge = DagRecurrent.Merge.LOOSE_ENDS;
    int x =
        network.add("rnn", new DagRecurrent(3, false, DagRecurrent.Function.TANH, nodes, merge), 0);
    network.add("logits", Dense.of(4), network.add("summary", new LastStep(), x));
    return network.build();
  }

  @Test
  void tokensAreLookedUp() {
    Network.Builder builder = Network.builder(new Shape.Tokens(11, STEPS));
    int x = builder.add("embedding", new Embedding(4), 0);
    builder.add("logits", Dense.of(4), builder.add("summary", new LastStep(), x));
    Network network = builder.build();
    ComputationGraph graph = graph(network);
    assertEquals(network.cost().params(), graph.numParams());
    INDArray tokens =
        Nd4j.createFromArray(new double[] {10, 3, 5, 7, 9, 0, 1, 1, 1, 1, 2, 2, 4, 0, 0})
            .reshape(LENGTHS.length, 1, STEPS);
    INDArray table = graph.getLayer("embedding").getParam("W");
    INDArray weights = graph.getLayer("logits").getParam("W");
    INDArray logits = table.getRow(9).reshape(1, 4).mmul(weights);
    double[] expected = Transforms.softmax(logits, true).dup('c').data().asDouble();
    assertArrayEquals(expected, Arrays.copyOf(output(graph, tokens), 4), 1e-12);
  }
}
