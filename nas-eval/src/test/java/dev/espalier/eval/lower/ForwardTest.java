package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.espalier.network.Activation;
import dev.espalier.network.ChannelScale;
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
import dev.espalier.random.Seeds;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What lowered layers compute, against plain loops and values worked out by hand. */
@ParameterizedClass
@EnumSource(Engine.class)
class ForwardTest {
  private static final float NEAR = 1e-5f;

  private final Engine engine;

  ForwardTest(Engine engine) {
    this.engine = engine;
  }

  static Stream<Window> windows() {
    return Stream.of(
        Window.same(3, 1),
        Window.same(3, 2),
        Window.same(2, 2),
        Window.same(5, 3),
        Window.valid(3, 1),
        Window.valid(2, 2),
        Window.padded(3, 1, 1),
        Window.padded(3, 2, 1),
        new Window(3, 2, 2, 1, Padding.of(1, 0)));
  }

  static Stream<Window> dilatedWindows() {
    return Stream.concat(
        windows(),
        Stream.of(
            new Window(3, 3, 1, 2, Padding.same()),
            new Window(3, 3, 2, 2, Padding.same()),
            new Window(2, 2, 1, 2, Padding.of(1, 1))));
  }

  @ParameterizedTest
  @MethodSource("dilatedWindows")
  void convolutionsSumOverTheirWindow(Window window) {
    assertConvolves(new Conv2d(4, window, 1, true));
  }

  @ParameterizedTest
  @MethodSource("dilatedWindows")
  void depthwiseConvolutionsKeepChannelsApart(Window window) {
    assertConvolves(Conv2d.depthwise(4, window));
    assertConvolves(new Conv2d(8, window, 4, true));
  }

  @ParameterizedTest
  @MethodSource("dilatedWindows")
  void depthwiseConvolutionsOfManyChannelsKeepThemApart(Window window) {
    assertConvolves(new Shape.Image(40, 5, 4), new Conv2d(80, window, 40, false));
  }

  @ParameterizedTest
  @MethodSource("dilatedWindows")
  void groupedConvolutionsKeepGroupsApart(Window window) {
    assertConvolves(new Conv2d(6, window, 2, true));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void poolsLookAtPixelsInsideTheImageOnly(Window window) {
    for (float offset : new float[] {-10f, 0f, 10f}) {
      assertPools(Pool2d.max(window), offset);
      assertPools(Pool2d.average(window), offset);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void averagesMayCountThePadding(Window window) {
    assertPools(new Pool2d(Pooling.AVERAGE, window, true), -3f);
  }

  @Test
  void maximaAtTheBorderOfANegativeImageAreNegative() {
    float[] pooled =
        output(new Shape.Image(1, 2, 2), Pool2d.max(Window.same(3, 1)), -4f, -3f, -2f, -1f);
    assertArrayEquals(new float[] {-1, -1, -1, -1}, pooled);
  }

  @Test
  void anOddPixelOfSamePaddingGoesToTheBottomAndRight() {
    float[] pooled =
        output(
            new Shape.Image(1, 3, 3),
            new Pool2d(Pooling.AVERAGE, Window.same(2, 1), true),
            4f,
            0f,
            0f,
            0f,
            8f,
            0f,
            0f,
            0f,
            12f);
    assertArrayEquals(new float[] {3, 2, 0, 2, 5, 3, 0, 3, 3}, pooled);
  }

  @Test
  void activationsHaveTheValuesOfTheirPapers() {
    float[] x = {-4f, -1f, 0f, 0.5f, 2f, 7f};
    assertActivates(Activation.Function.RELU, x, 0f, 0f, 0f, 0.5f, 2f, 7f);
    assertActivates(Activation.Function.RELU6, x, 0f, 0f, 0f, 0.5f, 2f, 6f);
    assertActivates(Activation.Function.LEAKY_RELU, x, -0.04f, -0.01f, 0f, 0.5f, 2f, 7f);
    assertActivates(Activation.Function.ELU, x, -0.981684f, -0.632121f, 0f, 0.5f, 2f, 7f);
    assertActivates(
        Activation.Function.TANH, x, -0.999329f, -0.761594f, 0f, 0.462117f, 0.964028f, 0.999998f);
    assertActivates(
        Activation.Function.SIGMOID,
        x,
        0.017986f,
        0.268941f,
        0.5f,
        0.622459f,
        0.880797f,
        0.999089f);
    assertActivates(
        Activation.Function.SWISH, x, -0.071945f, -0.268941f, 0f, 0.311230f, 1.761594f, 6.993622f);
    assertActivates(Activation.Function.HARD_SWISH, x, 0f, -1 / 3f, 0f, 0.875f / 3, 5 / 3f, 7f);
    assertActivates(
        Activation.Function.GELU, x, -0.004413f, -0.154204f, 0f, 0.350390f, 1.935650f, 6.999953f);
  }

  @Test
  void flattenGoesChannelByChannelAndRowByRow() {
    float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertArrayEquals(image, output(new Shape.Image(2, 2, 3), new Flatten(), image));
  }

  @Test
  void aSequenceIsAnImageOfOneRow() {
    float[] series = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(
        series, output(new Shape.Sequence(2, 3), new SequenceToImage(), series), "by feature");
    Network.Builder network = Network.builder(new Shape.Sequence(1, 4));
    int row = network.add("row", new SequenceToImage(), 0);
    int pool =
        network.add(
            "pool", new Pool2d(Pooling.MAX, new Window(1, 3, 1, 1, Padding.same()), false), row);
    network.add("logits", Dense.of(2), network.add("flatten", new Flatten(), pool));
    assertArrayEquals(
        new float[] {4, 4, 4, 2}, Graphs.activation(network.build(), engine, "pool", 1, 4, 2, 0));
  }

  @Test
  void aShiftedImageMovesUpAndLeft() {
    assertArrayEquals(
        new float[] {5, 6, 0, 8, 9, 0, 0, 0, 0},
        output(new Shape.Image(1, 3, 3), new Shift(1, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertArrayEquals(
        new float[] {2, 0, 4, 0}, output(new Shape.Image(2, 1, 2), new Shift(0, 1), 1, 2, 3, 4));
  }

  @Test
  void eachChannelIsScaledByItsNumber() {
    Network.Builder network = Network.builder(new Shape.Image(2, 1, 2));
    int mean = network.add("mean", new GlobalPool(Pooling.MAX), 0);
    int scaled = network.add("scaled", new ChannelScale(), 0, mean);
    network.add("logits", Dense.of(2), network.add("flatten", new Flatten(), scaled));
    assertArrayEquals(
        new float[] {2, 4, 9, -12},
        Graphs.activation(network.build(), engine, "scaled", 1, 2, 3, -4));
  }

  private void assertActivates(Activation.Function function, float[] x, float... expected) {
    Shape shape = new Shape.Vector(x.length);
    assertArrayEquals(expected, output(shape, new Activation(function), x), NEAR, "" + function);
  }

  private float[] output(Shape shape, Layer layer, float... input) {
    return Graphs.activation(Graphs.single(shape, layer, 2), engine, "layer", input);
  }

  private void assertPools(Pool2d layer, float offset) {
    Shape.Image shape = new Shape.Image(2, 5, 4);
    float[] image = random(shape, offset);
    assertArrayEquals(
        Reference.pool(layer, shape, image), output(shape, layer, image), NEAR, layer.toString());
  }

  private void assertConvolves(Conv2d layer) {
    assertConvolves(new Shape.Image(4, 7, 6), layer);
  }

  private void assertConvolves(Shape.Image shape, Conv2d layer) {
    float[] image = random(shape, 0f);
    Network network = Graphs.single(shape, layer, 2);
    ComputationGraph graph = GraphLowering.lower(network, Graphs.VALUES, Graphs.BARE, engine, 2);
    RandomGenerator random = Seeds.generator(9);
    INDArray params = graph.params();
    for (long i = 0; i < params.length(); i++) {
      params.putScalar(i, random.nextFloat(-1f, 1f));
    }
    assertArrayEquals(
        Reference.convolve(layer, shape, image, graph),
        Graphs.activation(graph, network, "layer", image),
        1e-4f,
        layer.toString());
  }

  private static float[] random(Shape shape, float offset) {
    RandomGenerator random = Seeds.generator(4);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = offset + random.nextFloat(-1f, 1f);
    }
    return values;
  }
}
