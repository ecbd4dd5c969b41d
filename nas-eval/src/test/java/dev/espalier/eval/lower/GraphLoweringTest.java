package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Identity;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@ParameterizedClass
@EnumSource(Engine.class)
class GraphLoweringTest {
  private static final Shape.Image IMAGE = new Shape.Image(1, 4, 4);

  private final Engine engine;

  GraphLoweringTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void equalSeedsGiveEqualWeightsAndOtherSeedsOthers() {
    Network network = small();
    INDArray weights =
        GraphLowering.lower(network, Graphs.CLASSES, Graphs.BARE, engine, 7).params();
    assertEquals(
        weights, GraphLowering.lower(network, Graphs.CLASSES, Graphs.BARE, engine, 7).params());
    assertNotEquals(
        weights, GraphLowering.lower(network, Graphs.CLASSES, Graphs.BARE, engine, 8).params());
  }

  @Test
  void weightsAreFoundByTheirKeys() {
    ComputationGraph graph = GraphLowering.lower(small(), Graphs.CLASSES, Graphs.BARE, engine, 7);
    assertArrayEquals(
        new long[] {8, 1, 3, 3}, graph.getLayer("cell_0.conv_3x3").getParam("W").shape());
    assertArrayEquals(new long[] {8, 3}, graph.getParam("logits_W").shape());
  }

  @Test
  void weightsStartAtTheSpreadOfTheirPapers() {
    Network.Builder network = Network.builder(new Shape.Image(32, 4, 4));
    int x = network.add("conv", Conv2d.of(64, Window.same(3, 1)), 0);
    x = network.add("depthwise", Conv2d.depthwise(64, Window.same(5, 1)), x);
    x = network.add("pool", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(10), x);
    ComputationGraph graph =
        GraphLowering.lower(network.build(), Graphs.CLASSES, Graphs.BARE, engine, 7);
    assertEquals(Math.sqrt(2.0 / (32 * 9)), deviation(graph, "conv"), 0.002);
    assertEquals(Math.sqrt(2.0 / 25), deviation(graph, "depthwise"), 0.02);
    assertEquals(Math.sqrt(2.0 / (64 + 10)), deviation(graph, "logits"), 0.02);
  }

  @Test
  void networksOfOneHashComputeTheSameWithTheSameWeights() {
    Network.Builder plain = Network.builder(IMAGE);
    int stem = plain.add("stem", Conv2d.of(2, Window.same(3, 1)), 0);
    plain.add("logits", Dense.of(2), plain.add("pool", new GlobalPool(Pooling.MAX), stem));

    Network.Builder cluttered = Network.builder(IMAGE);
    int skip = cluttered.add("skip", new Identity(), 0);
    int conv = cluttered.add("stem", Conv2d.of(2, Window.same(3, 1)), skip);
    int none = cluttered.add("none", new Zero(new Shape.Image(2, 4, 4)));
    int dead = cluttered.add("dead", Conv2d.of(2, Window.same(3, 1)), none);
    int sum = cluttered.add("sum", new Add(), dead, conv);
    cluttered.add("logits", Dense.of(2), cluttered.add("pool", new GlobalPool(Pooling.MAX), sum));

    INDArray x = Graphs.batch(IMAGE, 1, ramp(16));
    assertEquals(plain.build().canonicalHash(), cluttered.build().canonicalHash());
    assertEquals(
        GraphLowering.lower(plain.build(), Graphs.CLASSES, Graphs.BARE, engine, 7).outputSingle(x),
        GraphLowering.lower(cluttered.build(), Graphs.CLASSES, Graphs.BARE, engine, 7)
            .outputSingle(x));
  }

  @Test
  void zerosKeepTheirPlaceInAConcatenation() {
    Network.Builder network = Network.builder(new Shape.Image(1, 2, 2));
    int none = network.add("none", new Zero(new Shape.Image(3, 2, 2)));
    int joined = network.add("joined", new Concat(), none, 0, none, 0);
    network.add("logits", Dense.of(2), network.add("pool", new GlobalPool(Pooling.MAX), joined));
    float[] activation = Graphs.activation(network.build(), engine, "joined", 1, -2, 3, 4);
    assertArrayEquals(
        new float[] {
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -2, 3, 4, //
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -2, 3, 4
        },
        activation,
        1e-9f); // zeros may be negative zeros
  }

  @Test
  void addingALayerToItselfDoublesIt() {
    Network.Builder network = Network.builder(new Shape.Vector(3));
    network.add("logits", Dense.of(2), network.add("twice", new Add(), 0, 0));
    assertArrayEquals(
        new float[] {2, -4, 6}, Graphs.activation(network.build(), engine, "twice", 1, -2, 3));
  }

  @Test
  void penaltiesPullAtWeightsAlone() {
    Recipe penalised = Graphs.BARE.toBuilder().l2(0.5).l1(0.25).build();
    Network.Builder builder = Network.builder(new Shape.Image(2, 3, 3));
    int x = builder.add("groups", new Conv2d(2, Window.same(3, 1), 2, true), 0);
    x = builder.add("norm", new BatchNorm(), x);
    builder.add("logits", Dense.of(2), builder.add("pool", new GlobalPool(Pooling.MAX), x));
    Network network = builder.build();
    ComputationGraph free = GraphLowering.lower(network, Graphs.VALUES, Graphs.BARE, engine, 3);
    ComputationGraph pulled = GraphLowering.lower(network, Graphs.VALUES, penalised, engine, 3);
    free.params().addi(0.125f);
    pulled.params().addi(0.125f);
    INDArray before = pulled.params().dup();
    INDArray[] x1 = {Graphs.batch(network.inputShape(), 2, ramp(36))};
    INDArray[] y1 = {Nd4j.zeros(2, 2)};
    free.fit(x1, y1);
    pulled.fit(x1, y1);
    ComputationGraph start = GraphLowering.lower(network, Graphs.VALUES, Graphs.BARE, engine, 3);
    start.setParams(before);
    start
        .paramTable()
        .forEach(
            (key, value) -> {
              INDArray pull = free.getParam(key).sub(pulled.getParam(key));
              INDArray expected =
                  key.endsWith("_W")
                      ? value.mul(0.5).add(Nd4j.math().sign(value).mul(0.25))
                      : value.mul(0.0);
              assertTrue(pull.equalsWithEps(expected, 1e-4), key + pull + expected);
            });
  }

  @Test
  void gradientsAreClippedLayerByLayer() {
    Recipe clipped = Graphs.BARE.toBuilder().gradientClip(0.01).build();
    ComputationGraph graph = GraphLowering.lower(small(), Graphs.VALUES, clipped, engine, 3);
    INDArray before = graph.params().dup();
    graph.fit(new INDArray[] {Graphs.batch(IMAGE, 2, ramp(32))}, new INDArray[] {Nd4j.ones(2, 3)});
    ComputationGraph start = GraphLowering.lower(small(), Graphs.VALUES, clipped, engine, 3);
    start.setParams(before);
    double step = 0;
    for (String key : List.of("logits_W", "logits_b")) {
      step += Math.pow(graph.getParam(key).sub(start.getParam(key)).norm2Number().doubleValue(), 2);
    }
    assertEquals(0.01, Math.sqrt(step), 1e-5);
  }

  @Test
  void dropoutBeforeTheOutputWorksInTrainingOnly() {
    Recipe recipe = Graphs.BARE.toBuilder().dropout(0.5).build();
    Network.Builder network = Network.builder(new Shape.Vector(64));
    network.add("logits", Dense.of(2), 0);
    ComputationGraph graph = GraphLowering.lower(network.build(), Graphs.VALUES, recipe, engine, 3);
    INDArray x = Nd4j.ones(1, 64);
    assertEquals(graph.outputSingle(false, x), graph.outputSingle(false, x));
    assertNotEquals(graph.outputSingle(true, x), graph.outputSingle(true, x));
  }

  @Test
  void aNetworkThatEndsWithoutADenseLayerGetsALossLayer() {
    Network.Builder network = Network.builder(IMAGE);
    int conv = network.add("conv", Conv2d.of(3, Window.same(1, 1)), 0);
    network.add("pool", new GlobalPool(Pooling.AVERAGE), conv);
    ComputationGraph graph =
        GraphLowering.lower(network.build(), Graphs.CLASSES, Graphs.BARE, engine, 3);
    INDArray output = graph.outputSingle(Graphs.batch(IMAGE, 2, ramp(32)));
    assertArrayEquals(new long[] {2, 3}, output.shape());
    assertEquals(2.0, output.sumNumber().doubleValue(), 1e-5);
    assertEquals(3, Graphs.trainable(graph));
  }

  @Test
  void anImageAtTheEndIsRefused() {
    Network.Builder network = Network.builder(IMAGE);
    network.add("conv", Conv2d.of(3, Window.same(1, 1)), 0);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> GraphLowering.lower(network.build(), Graphs.CLASSES, Graphs.BARE, engine, 3));
    assertTrue(refusal.toString().contains("has the shape 3x4x4; it must be a vector"));
  }

  @Test
  void weightsOfTheLossMustFitTheOutputs() {
    OutputSpec spec = OutputSpec.weighted(Loss.CROSS_ENTROPY, List.of(1.0, 2.0));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> GraphLowering.lower(small(), spec, Graphs.BARE, engine, 3));
    assertEquals("2 weights for 3 outputs", refusal.getMessage());
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(new Optimizer.Sgd(), new Optimizer.Nesterov(0.9), Optimizer.Adam.standard());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theLossFallsUnderEveryOptimizer(Optimizer optimizer) {
    Recipe recipe = Graphs.BARE.toBuilder().optimizer(optimizer).learningRate(0.05).build();
    ComputationGraph graph = GraphLowering.lower(small(), Graphs.CLASSES, recipe, engine, 3);
    INDArray[] x = {Graphs.batch(IMAGE, 3, ramp(48))};
    INDArray[] y = {Nd4j.eye(3)};
    graph.fit(x, y);
    double first = graph.score();
    for (int step = 0; step < 30; step++) {
      graph.fit(x, y);
    }
    assertTrue(graph.score() < 0.95 * first, graph.score() + " after " + first);
  }

  @Test
  void graphsSurviveDeeplearning4jsOwnFormat() throws IOException {
    Network network = RandomNetworks.of(Seeds.generator(3), 24);
    OutputSpec output = OutputSpec.weighted(Loss.CROSS_ENTROPY, List.of(1.0, 2.0, 0.5));
    Recipe recipe = Recipe.builder().dropout(0.2).l1(1e-4).gradientClip(1.0).build();
    ComputationGraph graph = GraphLowering.lower(network, output, recipe, engine, 3);
    String json = graph.getConfiguration().toJson();
    assertEquals(engine == Engine.ONEDNN, json.contains("espalier"), json);
    assertEquals(json, ComputationGraphConfiguration.fromJson(json).toJson());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bytes.toByteArray()));
    INDArray x = Graphs.batch(network.inputShape(), 2, ramp(144));
    assertEquals(graph.outputSingle(x), read.outputSingle(x));
  }

  private static double deviation(ComputationGraph graph, String key) {
    return graph.getLayer(key).getParam("W").stdNumber().doubleValue();
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i * 37 % 19) / 9.5f - 1f;
    }
    return values;
  }

  private static Network small() {
    Network.Builder network = Network.builder(IMAGE);
    int x = network.add("cell_0.conv_3x3", Conv2d.of(8, Window.same(3, 1)), 0);
    x = network.add("cell_0.relu", Activation.relu(), x);
    x = network.add("pool", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(3), x);
    return network.build();
  }
}
