package dev.espalier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Layer RELU = Activation.relu();

  private final Network.Builder network = Network.builder(Networks.IMAGE);

  private void assertRefused(String message, String key, Layer layer, Integer... inputs) {
    NetworkException error =
        assertThrows(NetworkException.class, () -> network.add(key, layer, List.of(inputs)));
    assertEquals(message, error.getMessage());
  }

  @Test
  void keysAreUnique() {
    network.add("relu", RELU, 0);
    assertRefused("key 'relu' (%s) is taken; keys must be unique".formatted(RELU), "relu", RELU, 0);
    assertRefused(
        "key 'input' (%s) is taken; keys must be unique".formatted(RELU), "input", RELU, 0);
  }

  @Test
  void keysAreNotBlank() {
    assertRefused("key ' ' of %s must not be blank".formatted(RELU), " ", RELU, 0);
  }

  @Test
  void layersReadWhatWasAddedBefore() {
    assertRefused(
        "relu (%s) reads node 1, which is not one of the 1 added before it".formatted(RELU),
        "relu",
        RELU,
        1);
    assertRefused(
        "other (%s) reads node -1, which is not one of the 1 added before it".formatted(RELU),
        "other",
        RELU,
        -1);
  }

  @Test
  void aRefusedLayerLeavesNoTrace() {
    assertRefused("relu (%s): takes one input, got 0".formatted(RELU), "relu", RELU);
    network.add("relu", RELU, 0);
    assertEquals(2, network.build().nodes().size());
  }

  @Test
  void costIsTheSumOverItsLayers() {
    int conv = network.add("conv", Conv2d.of(4, Window.same(3, 1)), 0);
    network.add("dead", new BatchNorm(), conv);
    network.add("relu", RELU, conv);
    Network built = network.build();
    assertEquals(new Cost(144 + 8, 9216, 18432 + 512 + 256, 4 * 4 * 256), built.declaredCost());
    assertEquals(new Cost(144, 9216, 18432 + 256, 4 * 3 * 256), built.cost());
  }

  @Test
  void depthCountsLiveLayersWithWeightsOnTheLongestPath() {
    int one = network.add("one", Conv2d.of(4, Window.same(3, 1)), 0);
    int two = network.add("two", new BatchNorm(), one);
    int shortcut = network.add("shortcut", Conv2d.of(4, Window.same(1, 1)), 0);
    int relu = network.add("relu", RELU, two);
    int three = network.add("three", Conv2d.of(4, Window.same(3, 1)), relu);
    int dead = network.add("dead", new Zero(network.shape(three)));
    int four = network.add("four", Conv2d.of(4, Window.same(3, 1)), dead);
    network.add("sum", new Add(), two, shortcut, four);
    assertEquals(2, network.build().depth());

    network.add("longer", new Add(), two, shortcut, three);
    assertEquals(3, network.build().depth());
    assertEquals(0, Network.builder(Networks.IMAGE).build().depth());
  }

  @Test
  void aSumBeyondALongIsAnError() {
    Shape wide = new Shape.Vector(1 << 30);
    Network.Builder huge = Network.builder(wide);
    Layer dense = new Dense(1 << 30, false);
    for (int i = 0; i < 3; i++) {
      huge.add("dense" + i, dense, 0);
    }
    NetworkException error =
        assertThrows(NetworkException.class, () -> huge.add("dense3", dense, 0));
    assertEquals(
        "dense3 (%s): its size or cost exceeds what can be counted (long overflow)"
            .formatted(dense),
        error.getMessage());
  }

  @Test
  void networksAreEqualIfDeclaredAlike() {
    network.add("relu", RELU, 0);
    Network.Builder other = Network.builder(Networks.IMAGE);
    other.add("relu", RELU, 0);
    assertEquals(network.build(), other.build());
    assertEquals(network.build().hashCode(), other.build().hashCode());
    other.add("more", RELU, 0);
    assertNotEquals(network.build(), other.build());
  }

  @Test
  void theExampleOfThePackageIsRight() {
    Network.Builder example = Network.builder(new Shape.Image(1, 28, 28));
    int x = example.add("stem.conv", Conv2d.of(16, Window.same(3, 1)), 0);
    x = example.add("stem.relu", Activation.relu(), x);
    x = example.add("head.pool", new GlobalPool(Pooling.AVERAGE), x);
    example.add("head.logits", Dense.of(10), x);
    assertEquals(113_056, example.build().cost().macs());
  }
}
