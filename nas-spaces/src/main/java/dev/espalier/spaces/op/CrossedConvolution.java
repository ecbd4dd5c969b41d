package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;

/**
 * {@code conv_KxL_LxK} as DARTS (Liu et al. 2019) has it: ReLU, a convolution of one row, one of
 * one column, batch norm. DARTS strides along the columns in the first convolution and along the
 * rows in the second; here the second does both. That is the same function, as the second is one
 * column wide, but at stride 2 the first counts, and computes, twice the products.
 */
final class CrossedConvolution extends ImageCellOperation {
  private final int kernel;

  CrossedConvolution(int kernel) {
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "conv_%1$sx1_1x%1$s".formatted(kernel);
  }

  @Override
  public String summary() {
    return "ReLU, 1x%1$s and %1$sx1 convolution, batch norm".formatted(kernel);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = network.add(key + ".relu", Activation.relu(), input);
    x = network.add(key + ".row", Conv2d.of(features, Border.CENTRED.window(1, kernel, 1, 1)), x);
    x =
        network.add(
            key + ".column", Conv2d.of(features, Border.CENTRED.window(kernel, 1, stride, 1)), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
