package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.ChannelScale;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Shift;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import dev.espalier.onednn.Explanation;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What each engine computes, and that both compute the same. */
class EngineTest {
  private static final Shape.Image IMAGE = new Shape.Image(1, 12, 12);

  private final List<ComputationGraph> graphs = new ArrayList<>();

  @AfterEach
  void close() {
    graphs.forEach(ComputationGraph::close);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyEngineIsFoundByItsId(Engine engine) {
    assertEquals(engine, Engine.of(engine.id()));
  }

  @Test
  void anEngineOfNoIdIsRefusedWithTheChoices() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Engine.of("cuda"));
    assertEquals("engine 'cuda' must be one of onednn, stock", refusal.getMessage());
  }

  @Test
  void aNetworkOfSeparableCellsRunsOnOneDnn() {
    assertCovered(separable(Activation.Function.HARD_SWISH));
  }

  @ParameterizedTest
  @EnumSource(Activation.Function.class)
  void everyActivationRunsOnOneDnn(Activation.Function function) {
    assertCovered(separable(function));
  }

  @Test
  void zerosThatNeedNoCuttingRunOnOneDnn() {
    Network.Builder network = Network.builder(IMAGE);
    int stem = network.add("stem", Conv2d.of(4, Window.same(3, 1)), 0);
    int none = network.add("none", new Zero(new Shape.Image(8, 12, 12)));
    int joined = network.add("joined", new Concat(), none, stem, 0);
    int mixed = network.add("mixed", Conv2d.of(2, Window.same(1, 1)), joined);
    network.add("logits", Dense.of(3), network.add("pool", new GlobalPool(Pooling.MAX), mixed));
    assertCovered(network.build());
  }

  @Test
  void randomNetworksRunOnOneDnn() {
    for (int seed = 0; seed < 20; seed++) {
      assertCovered(RandomNetworks.of(Seeds.generator(seed), 6));
    }
  }

  @Test
  void groupsAndHardSwishAreOneLayerEach() {
    Network network = separable(Activation.Function.HARD_SWISH);
    ComputationGraph graph = lower(network, Graphs.BARE, Engine.ONEDNN);
    long inputs = 1;
    assertEquals(network.live().nodes().size() - inputs, graph.getNumLayers() + joins(network));
    assertArrayEquals(
        new long[] {8, 1, 3, 3}, graph.getLayer("cell.depthwise").getParam("W").shape());
  }

  @Test
  void bothEnginesPutOutTheSameForTheSameWeights() {
    for (Network network : networks()) {
      ComputationGraph stock = lower(network, Graphs.BARE, Engine.STOCK);
      ComputationGraph onednn = lower(network, Graphs.BARE, Engine.ONEDNN);
      copyWeights(stock, onednn);
      INDArray x = images(network.inputShape());
      assertNear(stock.outputSingle(x), onednn.outputSingle(x), network);
    }
  }

  @Test
  void bothEnginesTakeTheSameSteps() {
    Recipe recipe =
        Graphs.BARE.toBuilder()
            .optimizer(new Optimizer.Nesterov(0.9))
            .learningRate(0.02)
            .l2(1e-3)
            .l1(1e-4)
            .build();
    for (Network network : networks()) {
      ComputationGraph stock = lower(network, recipe, Engine.STOCK);
      ComputationGraph onednn = lower(network, recipe, Engine.ONEDNN);
      ComputationGraph moved = lower(network, recipe, Engine.ONEDNN);
      copyWeights(stock, onednn);
      INDArray[] x = {images(network.inputShape())};
      INDArray[] y = {labels()};
      for (int step = 0; step < 3; step++) {
        stock.fit(x, y);
        onednn.fit(x, y);
        assertEquals(stock.score(), onednn.score(), 1e-4 * stock.score(), network.toString());
      }
      copyWeights(stock, moved);
      assertNear(moved.params(), onednn.params(), network);
    }
  }

  @Test
  void keepingUnfoldedImagesChangesNothingButTheTime() {
    Network network = separable(Activation.Function.RELU);
    ComputationGraph keeping = lower(network, Graphs.BARE, Engine.STOCK);
    ComputationGraph plain = lower(network, Graphs.BARE, Engine.STOCK);
    plain.setCacheMode(CacheMode.NONE);
    INDArray x = images(network.inputShape());
    for (int size : new int[] {3, 3, 2, 3}) {
      for (ComputationGraph graph : List.of(keeping, plain)) {
        graph.outputSingle(x);
        graph.fit(new INDArray[] {rows(x, size)}, new INDArray[] {rows(labels(), size)});
      }
    }
    assertEquals(plain.params(), keeping.params());
  }

  @Test
  void shiftsAndScaledChannelsRunOnOneDnn() {
    assertCovered(gated());
  }

  /** Two halves on grids shifted against each other, then squeeze-and-excitation. */
  private static Network gated() {
    Network.Builder network = Network.builder(IMAGE);
    int stem = network.add("stem", Conv2d.of(6, Window.same(3, 1)), 0);
    int even = network.add("even", Conv2d.of(4, Window.same(1, 2)), stem);
    int odd = network.add("shift", new Shift(1, 1), stem);
    odd = network.add("odd", Conv2d.of(4, Window.same(1, 2)), odd);
    int x = network.add("halves", new Concat(), even, odd);
    int gate = network.add("squeeze", new GlobalPool(Pooling.AVERAGE), x);
    gate = network.add("less", Dense.of(2), gate);
    gate = network.add("excite", Dense.of(8), gate);
    gate = network.add("sigmoid", new Activation(Activation.Function.SIGMOID), gate);
    x = network.add("scaled", new ChannelScale(), x, gate);
    x = network.add("pool", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(3), x);
    return network.build();
  }

  private void assertCovered(Network network) {
    OneDnnGraph graph = (OneDnnGraph) lower(network, Graphs.BARE, Engine.ONEDNN);
    Explanation explanation = graph.explain(images(network.inputShape()).shape());
    assertTrue(explanation.isCovered(), explanation.toString());
  }

  private ComputationGraph lower(Network network, Recipe recipe, Engine engine) {
    ComputationGraph graph = GraphLowering.lower(network, Graphs.CLASSES, recipe, engine, 3);
    graphs.add(graph);
    return graph;
  }

  private static List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    networks.add(separable(Activation.Function.HARD_SWISH));
    networks.add(gated());
    for (int seed = 1; seed < 4; seed++) {
      networks.add(RandomNetworks.of(Seeds.generator(seed), 6));
    }
    return networks;
  }

  /** A residual cell of dilated depthwise, pointwise and grouped convolutions. */
  private static Network separable(Activation.Function function) {
    Network.Builder network = Network.builder(IMAGE);
    int stem = network.add("stem", Conv2d.of(8, Window.same(3, 1)), 0);
    stem = network.add("stem.norm", new BatchNorm(), stem);
    int x = network.add("cell.act", new Activation(function), stem);
    Window dilated = new Window(3, 3, 1, 2, Padding.same());
    x = network.add("cell.depthwise", Conv2d.depthwise(8, dilated), x);
    x = network.add("cell.pointwise", Conv2d.of(8, Window.same(1, 1)), x);
    x = network.add("cell.norm", new BatchNorm(), x);
    x = network.add("cell.sum", new Add(), x, stem);
    x = network.add("groups", new Conv2d(6, Window.same(3, 2), 2, true), x);
    x = network.add("average", Pool2d.average(Window.same(3, 2)), x);
    x = network.add("pool", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(3), x);
    return network.build();
  }

  private static long joins(Network network) {
    return network.live().nodes().stream().filter(node -> node.layer() instanceof Add).count();
  }

  /** Stock keeps the groups of a convolution as layers of their own. */
  private static void copyWeights(ComputationGraph stock, ComputationGraph onednn) {
    onednn
        .paramTable()
        .forEach(
            (key, value) -> {
              INDArray own = stock.paramTable().get(key);
              if (own != null) {
                value.assign(own);
                return;
              }
              String layer = key.substring(0, key.lastIndexOf('_'));
              String part = key.substring(key.lastIndexOf('_'));
              int groups =
                  (int)
                      stock.paramTable().keySet().stream()
                          .filter(k -> k.startsWith(layer + ".group") && k.endsWith(part))
                          .count();
              INDArray[] parts =
                  IntStream.range(0, groups)
                      .mapToObj(group -> stock.getParam(layer + ".group" + group + part))
                      .toArray(INDArray[]::new);
              value.assign(
                  Nd4j.concat(value.rank() == 4 ? 0 : parts[0].rank() - 1, parts)
                      .reshape(value.shape()));
            });
  }

  private static INDArray images(Shape shape) {
    RandomGenerator random = Seeds.generator(17);
    float[] values = new float[Math.toIntExact(3 * shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Graphs.batch(shape, 3, values);
  }

  private static INDArray labels() {
    return Nd4j.eye(3);
  }

  private static INDArray rows(INDArray array, int count) {
    return array.get(NDArrayIndex.interval(0, count)).dup();
  }

  private static void assertNear(INDArray expected, INDArray actual, Network network) {
    double difference = actual.sub(expected).norm2Number().doubleValue();
    double size = expected.norm2Number().doubleValue();
    assertTrue(difference <= 1e-4 * size, difference + " of " + size + ": " + network);
  }
}
