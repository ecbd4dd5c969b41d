package dev.espalier.eval.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.Dropout;
import dev.espalier.network.Flatten;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Shift;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import dev.espalier.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What was costed is what is trained: the graph has the network's parameters and shapes. */
@ParameterizedClass
@EnumSource(Engine.class)
class LoweredCostTest {
  private static final Shape.Image IMAGE = new Shape.Image(4, 7, 6);

  private final Engine engine;

  LoweredCostTest(Engine engine) {
    this.engine = engine;
  }

  static Stream<Layer> imageLayers() {
    Window dilated = new Window(3, 3, 1, 2, Padding.same());
    Window oblong = new Window(3, 1, 2, 1, Padding.of(1, 0));
    Stream<Layer> convolutions =
        Stream.of(
                Window.same(3, 1),
                Window.same(3, 2),
                Window.same(1, 1),
                Window.valid(3, 1),
                Window.valid(2, 3),
                Window.padded(5, 2, 2),
                dilated,
                oblong)
            .flatMap(
                window ->
                    Stream.of(
                        Conv2d.of(5, window),
                        new Conv2d(5, window, 1, true),
                        Conv2d.depthwise(4, window),
                        new Conv2d(8, window, 4, true),
                        new Conv2d(6, window, 2, true)));
    Stream<Layer> pools =
        Stream.of(Window.same(3, 1), Window.same(3, 2), Window.valid(2, 2), Window.padded(3, 2, 1))
            .flatMap(
                window ->
                    Stream.of(
                        Pool2d.max(window),
                        Pool2d.average(window),
                        new Pool2d(Pooling.AVERAGE, window, true)));
    Stream<Layer> others =
        Stream.of(
            new BatchNorm(),
            new GlobalPool(Pooling.MAX),
            new GlobalPool(Pooling.AVERAGE),
            new Dropout(0.5),
            new Shift(1, 2),
            new Flatten());
    return Stream.of(convolutions, pools, others, activations()).flatMap(layers -> layers);
  }

  static Stream<Layer> vectorLayers() {
    Stream<Layer> others =
        Stream.of(Dense.of(3), new Dense(3, false), new BatchNorm(), new Dropout(0.5));
    return Stream.concat(others, activations());
  }

  private static Stream<Layer> activations() {
    return Arrays.stream(Activation.Function.values()).map(Activation::new);
  }

  @ParameterizedTest
  @MethodSource("imageLayers")
  void everyLayerOnImagesHasItsParametersAndShape(Layer layer) {
    assertSameAsCosted(Graphs.single(IMAGE, layer, 2));
  }

  @ParameterizedTest
  @MethodSource("vectorLayers")
  void everyLayerOnVectorsHasItsParametersAndShape(Layer layer) {
    assertSameAsCosted(Graphs.single(new Shape.Vector(5), layer, 2));
  }

  @Test
  void randomNetworksHaveTheirParametersAndShapes() {
    for (int seed = 0; seed < 20; seed++) {
      assertSameAsCosted(RandomNetworks.of(Seeds.generator(seed), 6));
    }
  }

  @Test
  void groupsHaveAsManyParametersAsTheirSum() {
    Network network = Graphs.single(IMAGE, new Conv2d(6, Window.same(3, 1), 2, true), 2);
    assertEquals(2 * (3 * 2 * 9 + 3), network.node(1).cost().params());
    assertSameAsCosted(network);
  }

  private void assertSameAsCosted(Network network) {
    ComputationGraph graph = GraphLowering.lower(network, Graphs.CLASSES, Graphs.BARE, engine, 3);
    assertEquals(network.cost().params(), Graphs.trainable(graph), network.nodes().toString());
    int elements = Math.toIntExact(network.inputShape().elements());
    INDArray input = Graphs.batch(network.inputShape(), 2, new float[2 * elements]);
    for (Node node : network.live().nodes()) {
      if (node.layer() instanceof Zero) {
        continue; // its readers make it
      }
      assertArrayEquals(
          shape(2, node.shape()), Graphs.vertex(graph, input, node.key()).shape(), node.key());
    }
  }

  private static long[] shape(int batch, Shape shape) {
    List<Integer> axes =
        shape instanceof Shape.Image image
            ? List.of(batch, image.channels(), image.height(), image.width())
            : List.of(batch, shape.features());
    return axes.stream().mapToLong(Integer::longValue).toArray();
  }
}
