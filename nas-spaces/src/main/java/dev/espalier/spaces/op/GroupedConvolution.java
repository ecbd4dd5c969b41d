package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;

/**
 * {@code group_conv_KxK}: ReLU, convolution in {@value #GROUPS} groups of channels that do not see
 * each other (Xie et al. 2017), batch norm. The channels before and after must be multiples of
 * {@value #GROUPS}.
 */
final class GroupedConvolution extends ImageCellOperation {
  static final int GROUPS = 4;

  private final int kernel;

  GroupedConvolution(int kernel) {
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "group_conv_%1$sx%1$s".formatted(kernel);
  }

  @Override
  public String summary() {
    return "ReLU, %1$sx%1$s convolution in %2$s groups, batch norm".formatted(kernel, GROUPS);
  }

  /**
   * {@inheritDoc}
   *
   * @throws NetworkException if the channels before or after are no multiple of {@value #GROUPS}
   */
  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    requireMultiple(key, "input channels", network.shape(input).features());
    requireMultiple(key, "features", features);
    int x = network.add(key + ".relu", Activation.relu(), input);
    Conv2d convolution = new Conv2d(features, Border.CENTRED.window(kernel, stride), GROUPS, false);
    x = network.add(key + ".conv", convolution, x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }

  private static void requireMultiple(String key, String what, int value) {
    if (value % GROUPS != 0) {
      throw new NetworkException(
          "%s: %s (%s) must be a multiple of the %s groups; choose such channels, or dw_conv"
              .formatted(key, what, value, GROUPS));
    }
  }
}
