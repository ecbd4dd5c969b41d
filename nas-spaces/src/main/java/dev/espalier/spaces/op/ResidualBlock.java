package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Window;

/**
 * {@code residual_block}: twice ReLU, 3x3 convolution, batch norm, the stride in the first, added
 * to a shortcut; it stands between the stages of NAS-Bench-201 (Dong and Yang 2020, section 2.1).
 * The shortcut is the input itself; where only the width changes ReLU, 1x1 convolution, batch norm;
 * at stride 2 an average of 2x2 pixels and a 1x1 convolution. Odd sizes are rounded up, the average
 * at the border being over the pixels there are; the original takes even ones.
 */
final class ResidualBlock extends ImageCellOperation {
  @Override
  public String id() {
    return "residual_block";
  }

  @Override
  public String summary() {
    return "two times ReLU, 3x3 convolution, batch norm, added to the input";
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = convolve(network, key + ".a", input, features, 3, stride);
    x = convolve(network, key + ".b", x, features, 3, 1);
    return network.add(key + ".add", new Add(), shortcut(network, key, input, features, stride), x);
  }

  private static int shortcut(
      Network.Builder network, String key, int input, int features, int stride) {
    if (stride > 1) {
      int pooled = network.add(key + ".pool", Pool2d.average(Window.same(stride, stride)), input);
      return network.add(key + ".shortcut", Conv2d.of(features, Window.same(1, 1)), pooled);
    }
    return network.shape(input).features() == features
        ? input
        : convolve(network, key + ".shortcut", input, features, 1, 1);
  }

  private static int convolve(
      Network.Builder network, String key, int input, int features, int kernel, int stride) {
    int x = network.add(key + ".relu", Activation.relu(), input);
    x = network.add(key + ".conv", Conv2d.of(features, Border.CENTRED.window(kernel, stride)), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
