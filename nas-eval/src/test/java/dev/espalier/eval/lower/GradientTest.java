package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.ChannelScale;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.Flatten;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;
import dev.espalier.network.Shift;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients against differences, in double precision, of every way in which layers are lowered. */
@ParameterizedClass
@EnumSource(Engine.class)
class GradientTest {
  private static final int BATCH = 3;

  private final Engine engine;

  GradientTest(Engine engine) {
    this.engine = engine;
  }

  /** The check insists on the default precision of the whole process. */
  @BeforeAll
  static void useDoublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void useSinglePrecisionAgain() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @EnumSource(Activation.Function.class)
  void activationsPassTheirGradientDown(Activation.Function function) {
    Network.Builder network = Network.builder(new Shape.Vector(4));
    int x = network.add("hidden", Dense.of(5), 0);
    x = network.add("activation", new Activation(function), x);
    network.add("logits", Dense.of(3), x);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  static Stream<Layer> windows() {
    return Stream.of(
        new Conv2d(2, Window.same(3, 2), 1, true),
        Conv2d.depthwise(2, Window.same(3, 1)),
        new Conv2d(4, Window.padded(3, 1, 1), 2, false),
        new Conv2d(4, Window.valid(2, 1), 2, true),
        Pool2d.max(Window.same(3, 2)),
        Pool2d.max(Window.padded(3, 1, 1)),
        Pool2d.average(Window.same(3, 2)),
        new Pool2d(Pooling.AVERAGE, Window.padded(3, 2, 1), true),
        new Shift(1, 1),
        new Shift(2, 0),
        new BatchNorm());
  }

  @ParameterizedTest
  @MethodSource("windows")
  void layersOnImagesPassTheirGradientDown(Layer layer) {
    Network.Builder network = Network.builder(new Shape.Image(1, 5, 4));
    int x = network.add("stem", new Conv2d(4, Window.same(3, 1), 1, true), 0);
    x = network.add("narrow", new Conv2d(2, Window.same(1, 1), 1, true), x);
    x = network.add("layer", layer, x);
    x = network.add("smooth", new Activation(Activation.Function.TANH), x);
    x = network.add("flatten", new Flatten(), x);
    network.add("logits", Dense.of(2), x);
    assertGradients(network.build(), Graphs.VALUES);
  }

  @Test
  void imagesOfOneRowPassTheirGradientDownToTheSequence() {
    Network.Builder network = Network.builder(new Shape.Sequence(2, 5));
    int x = network.add("steps", Dense.of(3), 0);
    x = network.add("row", new SequenceToImage(), x);
    x = network.add("conv", new Conv2d(2, new Window(1, 3, 1, 1, Padding.same()), 1, true), x);
    x = network.add("smooth", new Activation(Activation.Function.TANH), x);
    x = network.add("pooled", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(2), x);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  @Test
  void groupsPassTheirGradientDown() {
    Network.Builder network = Network.builder(new Shape.Image(4, 3, 3));
    int x = network.add("stem", new Conv2d(4, Window.same(1, 1), 1, true), 0);
    x = network.add("groups", new Conv2d(6, Window.same(3, 1), 2, true), x);
    x = network.add("smooth", new Activation(Activation.Function.TANH), x);
    x = network.add("pooled", new GlobalPool(Pooling.MAX), x);
    network.add("logits", Dense.of(2), x);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  @Test
  void scaledChannelsPassTheirGradientToTheImageAndToTheScale() {
    Network.Builder network = Network.builder(new Shape.Image(2, 4, 3));
    int stem = network.add("stem", new Conv2d(3, Window.same(3, 1), 1, true), 0);
    int mean = network.add("mean", new GlobalPool(Pooling.AVERAGE), stem);
    int gate = network.add("gate", Dense.of(3), mean);
    gate = network.add("sigmoid", new Activation(Activation.Function.SIGMOID), gate);
    int x = network.add("scaled", new ChannelScale(), stem, gate);
    x = network.add("smooth", new Activation(Activation.Function.TANH), x);
    x = network.add("flatten", new Flatten(), x);
    network.add("logits", Dense.of(2), x);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  @Test
  void manyChannelsPassTheirGradientDown() {
    Network.Builder network = Network.builder(new Shape.Image(2, 3, 3));
    int x = network.add("stem", new Conv2d(33, Window.same(1, 1), 1, true), 0);
    x = network.add("depthwise", Conv2d.depthwise(33, Window.same(3, 2)), x);
    x = network.add("smooth", new Activation(Activation.Function.TANH), x);
    x = network.add("pooled", new GlobalPool(Pooling.AVERAGE), x);
    network.add("logits", Dense.of(2), x);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  @Test
  void zerosInAConcatenationPassNothingDown() {
    Network.Builder network = Network.builder(new Shape.Image(1, 4, 4));
    int stem = network.add("stem", Conv2d.of(2, Window.same(3, 1)), 0);
    int none = network.add("none", new Zero(new Shape.Image(5, 4, 4)));
    int joined = network.add("joined", new Concat(), none, stem);
    int mixed = network.add("mixed", Conv2d.of(2, Window.same(1, 1)), joined);
    int pooled = network.add("pooled", new GlobalPool(Pooling.AVERAGE), mixed);
    network.add("logits", Dense.of(3), pooled);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  @Test
  void joinsPassTheirGradientToEveryInputAndEveryUse() {
    Network.Builder network = Network.builder(new Shape.Image(1, 4, 4));
    int stem = network.add("stem", Conv2d.of(2, Window.same(3, 1)), 0);
    int smooth = network.add("smooth", new Activation(Activation.Function.SIGMOID), stem);
    int twice = network.add("twice", new Add(), smooth, smooth);
    int joined = network.add("joined", new Concat(), smooth, twice, smooth, stem);
    int pooled = network.add("pooled", new GlobalPool(Pooling.AVERAGE), joined);
    network.add("logits", Dense.of(3), pooled);
    assertGradients(network.build(), Graphs.CLASSES);
  }

  @Test
  void weightedClassesHaveAWeightedGradient() {
    Network.Builder network = Network.builder(new Shape.Vector(3));
    network.add("logits", Dense.of(3), 0);
    assertGradients(
        network.build(), OutputSpec.weighted(Loss.CROSS_ENTROPY, List.of(0.5, 2.0, 1.0)));
  }

  private void assertGradients(Network network, OutputSpec output) {
    RandomGenerator random = Seeds.generator(11);
    Recipe recipe = Graphs.BARE.toBuilder().l1(1e-3).l2(1e-2).build();
    int outputs = network.output().shape().features();
    int features = Math.toIntExact(network.inputShape().elements());
    float[] values = new float[BATCH * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1.5, 1.5);
    }
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, BATCH, outputs);
    for (int row = 0; row < BATCH; row++) {
      labels.putScalar(row, row % outputs, 1.0);
    }
    ComputationGraph graph =
        GraphLowering.lower(network, output, recipe, engine, 5, DataType.DOUBLE);
    INDArray input = Graphs.batch(network.inputShape(), BATCH, values).castTo(DataType.DOUBLE);
    Set<String> statistics =
        graph.paramTable().keySet().stream()
            .filter(key -> key.endsWith("_mean") || key.endsWith("_var"))
            .collect(Collectors.toSet());
    assertTrue(
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.GraphConfig()
                .net(graph)
                .inputs(new INDArray[] {input})
                .labels(new INDArray[] {labels})
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-8)
                .print(GradientCheckUtil.PrintMode.ZEROS)
                .excludeParams(statistics)));
  }
}
