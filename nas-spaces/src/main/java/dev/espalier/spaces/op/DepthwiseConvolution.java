package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;

/**
 * {@code dw_conv_KxK}: ReLU, one filter a channel, batch norm; channels do not mix. Where the width
 * changes a 1x1 convolution with batch norm comes before.
 */
final class DepthwiseConvolution extends ImageCellOperation {
  private final int kernel;

  DepthwiseConvolution(int kernel) {
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "dw_conv_%1$sx%1$s".formatted(kernel);
  }

  @Override
  public String summary() {
    return "ReLU, %1$sx%1$s depthwise convolution, batch norm".formatted(kernel);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Projection.addIfNeeded(network, key + ".project", input, features, 1);
    x = network.add(key + ".relu", Activation.relu(), x);
    x =
        network.add(
            key + ".dw", Conv2d.depthwise(features, Border.CENTRED.window(kernel, stride)), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
