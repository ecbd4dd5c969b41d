package dev.espalier.spaces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Padding;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.spaces.op.OperationRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Networks of the literature that are points of series-cells, each built by hand, too. Counts are
 * those of their implementations in PyTorch (tsai), whose kernels are odd and whose convolutions
 * have no bias before batch norm: of 3 features and 2 classes.
 */
class SeriesNetworksTest {
  private static final Shape INPUT = new Shape.Sequence(3, 12);

  private final NetworkSpace space =
      Presets.get("series-cells").bind(INPUT, 2).space(OperationRegistry.standard());
  private final Network.Builder network = Network.builder(INPUT);
  private int layers;

  private int add(Layer layer, int... inputs) {
    return network.add("l" + layers++, layer, inputs);
  }

  private int conv(int input, int features, int kernel) {
    return add(Conv2d.of(features, row(kernel)), input);
  }

  private static Window row(int kernel) {
    return new Window(1, kernel, 1, 1, Padding.same());
  }

  private int normed(int input, int features, int kernel) {
    return add(new BatchNorm(), conv(input, features, kernel));
  }

  private int relu(int input) {
    return add(Activation.relu(), input);
  }

  private Network ended(int input) {
    add(Dense.of(2), add(new GlobalPool(Pooling.AVERAGE), input));
    return network.build();
  }

  /** Nodes of one operation each, unless two are given; the second reads the block's input. */
  private static void block(Map<String, String> values, String cell, List<String> ops) {
    values.put(cell + ".nodes", Integer.toString(ops.size()));
    for (int node = 0; node < ops.size(); node++) {
      List<String> both = List.of(ops.get(node).split(" "));
      String first = cell + ".n" + node + ".op";
      if (node == 0) {
        values.put(first + 0, both.get(0));
        continue;
      }
      // The input comes first in the name of an edge's sources.
      values.put(first + 0, both.size() > 1 ? both.get(1) : "zero");
      values.put(first + 1, both.get(0));
      if (node == 2) {
        values.put(cell + ".n2.in", "i0+n1");
      }
    }
  }

  private Network point(List<Integer> widths, List<List<String>> blocks) {
    Map<String, String> values = new HashMap<>();
    values.put("channels", widths.get(0).toString());
    values.put("s1.channels", widths.get(1).toString());
    values.put("s2.repeat", blocks.size() == 3 ? "1" : "0");
    if (blocks.size() == 3) {
      values.put("s2.channels", widths.get(2).toString());
    }
    for (int i = 0; i < blocks.size(); i++) {
      block(values, "s" + i + ".c0", blocks.get(i));
    }
    return space.expand(space.check(Architecture.of(values)));
  }

  private void assertSame(long params, Network byHand, Network point) {
    assertEquals(params, byHand.cost().params());
    assertEquals(params, point.cost().params());
    assertEquals(byHand.canonicalHash(), point.canonicalHash());
  }

  @Test
  void fullyConvolutional() {
    int x = add(new SequenceToImage(), 0);
    x = relu(normed(x, 128, 7));
    x = relu(normed(x, 256, 5));
    x = relu(normed(x, 128, 3));
    assertSame(
        266_114,
        ended(x),
        point(
            List.of(128, 256, 128),
            List.of(List.of("conv_1x7"), List.of("conv_1x5"), List.of("conv_1x3"))));
  }

  @Test
  void residual() {
    int x = add(new SequenceToImage(), 0);
    for (int width : new int[] {64, 128, 128}) {
      int y = relu(normed(x, width, 7));
      y = relu(normed(y, width, 5));
      y = normed(y, width, 3);
      int shortcut =
          network.shape(x).features() == width ? add(new BatchNorm(), x) : normed(x, width, 1);
      x = relu(add(new Add(), shortcut, y));
    }
    List<String> block = List.of("conv_1x7", "conv_1x5", "conv_1x3 shortcut");
    assertSame(479_490, ended(x), point(List.of(64, 128, 128), List.of(block, block, block)));
  }

  @Test
  void inceptionTime() {
    int x = add(new SequenceToImage(), 0);
    for (int block = 0; block < 2; block++) {
      int y = x;
      for (int module = 0; module < 3; module++) {
        y = inception(y);
      }
      int shortcut =
          network.shape(x).features() == 128 ? add(new BatchNorm(), x) : normed(x, 128, 1);
      x = relu(add(new Add(), shortcut, y));
    }
    List<String> block = List.of("inception_1x39", "inception_1x39", "inception_1x39 shortcut");
    assertSame(455_490, ended(x), point(List.of(128, 128), List.of(block, block)));
  }

  private int inception(int input) {
    int narrow = conv(input, 32, 1);
    int pooled = add(new Pool2d(Pooling.MAX, row(3), false), input);
    return relu(
        add(
            new BatchNorm(),
            add(
                new Concat(),
                conv(narrow, 32, 39),
                conv(narrow, 32, 19),
                conv(narrow, 32, 9),
                conv(pooled, 32, 1))));
  }
}
