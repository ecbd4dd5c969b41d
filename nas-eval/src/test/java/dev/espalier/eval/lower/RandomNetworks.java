package dev.espalier.eval.lower;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Identity;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;
import dev.espalier.network.Zero;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Networks of random layers on 6x6 images, with a skip, a zero and dead layers among them. */
final class RandomNetworks {
  private static final int CHANNELS = 4;

  private RandomNetworks() {}

  static Network of(RandomGenerator random, int layers) {
    Network.Builder network = Network.builder(new Shape.Image(2, 6, 6));
    List<Integer> open = new ArrayList<>();
    open.add(network.add("stem_conv", Conv2d.of(CHANNELS, Window.same(3, 1)), 0));
    for (int i = 0; i < layers; i++) {
      int from = open.get(random.nextInt(open.size()));
      open.add(network.add("cell0.op_" + i, layer(random), from));
    }
    open.add(network.add("cell0.skip", new Identity(), open.get(1)));
    open.add(network.add("cell0.none", new Zero(new Shape.Image(CHANNELS, 6, 6))));
    int dead = network.add("cell0.dead", Conv2d.of(CHANNELS, Window.same(3, 1)), open.get(2));
    network.add("cell0.dead_norm", new BatchNorm(), dead);
    int joined =
        random.nextBoolean()
            ? network.add("join", new Add(), open)
            : network.add("join", new Concat(), open);
    int pooled = network.add("pool", new GlobalPool(Pooling.AVERAGE), joined);
    network.add("logits", Dense.of(3), pooled);
    return network.build();
  }

  private static Layer layer(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> Conv2d.of(CHANNELS, Window.same(3, 1));
      case 1 -> Conv2d.depthwise(CHANNELS, Window.same(3, 1));
      case 2 -> new Conv2d(CHANNELS, Window.padded(3, 1, 1), 2, true);
      case 3 -> new BatchNorm();
      case 4 -> {
        Activation.Function[] functions = Activation.Function.values();
        yield new Activation(functions[random.nextInt(functions.length)]);
      }
      case 5 -> Pool2d.max(Window.same(3, 1));
      case 6 -> Pool2d.average(Window.same(3, 1));
      default -> new Conv2d(CHANNELS, Window.same(1, 1), 1, true);
    };
  }
}
