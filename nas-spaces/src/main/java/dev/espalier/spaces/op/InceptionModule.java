package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code inception_1xK}: the module of InceptionTime (Ismail Fawaz et al. 2020, section 3.1) along
 * the rows of an image. Behind a 1x1 convolution to a quarter of the features, left out on one
 * channel, are three convolutions of K, about K/2 and about K/4 steps; beside them a maximum over 3
 * steps with a 1x1 convolution; side by side, each a quarter, they pass batch norm and ReLU.
 * Kernels are odd, as in its implementations in PyTorch: 39, 19 and 9 for the paper's 40, 20 and
 * 10.
 */
final class InceptionModule extends ImageCellOperation {
  private static final int BRANCHES = 4;
  private static final int POOLED = 3;

  private final int kernel;

  InceptionModule(int kernel) {
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "inception_1x" + kernel;
  }

  @Override
  public String summary() {
    int half = half(kernel);
    return "Inception module: 1x%s, 1x%s and 1x%s convolutions and a pool side by side, batch norm, ReLU"
        .formatted(kernel, half, half(half));
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Rectified.add(network, key + ".relu", input);
    // Equal parts, the last one having what is left over.
    int part = features / BRANCHES;
    int narrow =
        network.shape(x).features() > 1
            ? network.add(key + ".narrow", Conv2d.of(part, Window.same(1, 1)), x)
            : x;
    List<Integer> branches = new ArrayList<>();
    int width = kernel;
    while (branches.size() < BRANCHES - 1) {
      Window window = Border.CENTRED.window(1, width, stride, 1);
      branches.add(network.add(key + ".conv" + width, Conv2d.of(part, window), narrow));
      width = half(width);
    }
    Window pooled = Border.CENTRED.window(1, POOLED, stride, 1);
    int pool = network.add(key + ".pool", new Pool2d(Pooling.MAX, pooled, false), x);
    int rest = features - part * (BRANCHES - 1);
    branches.add(network.add(key + ".conv1", Conv2d.of(rest, Window.same(1, 1)), pool));
    int joined = network.add(key + ".concat", new Concat(), branches);
    int normed = network.add(key + ".bn", new BatchNorm(), joined);
    return network.add(key + ".out", Activation.relu(), normed);
  }

  /** The odd number next below half of an odd one, or that half. */
  private static int half(int odd) {
    int half = odd / 2;
    return half % 2 == 0 ? half + 1 : half;
  }
}
