package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;

/** {@code conv_KxK}: ReLU, convolution, batch norm, as in NAS-Bench-201 (Dong and Yang 2020). */
final class Convolution extends ImageCellOperation {
  private final int kernel;
  private final Border border;

  /** A square kernel of this many pixels a side. */
  Convolution(int kernel, Border border) {
    this.kernel = kernel;
    this.border = border;
  }

  @Override
  public String id() {
    return "conv_%1$sx%1$s".formatted(kernel);
  }

  @Override
  public String summary() {
    return "ReLU, %1$sx%1$s convolution, batch norm".formatted(kernel);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = network.add(key + ".relu", Activation.relu(), input);
    x = network.add(key + ".conv", Conv2d.of(features, border.window(kernel, stride)), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
