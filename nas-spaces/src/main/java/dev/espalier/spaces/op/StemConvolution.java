package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Window;

/** {@code conv_bn_relu_KxK}: convolution, batch norm, ReLU; the order for raw input. */
final class StemConvolution implements Operation {
  private final int kernel;

  StemConvolution(int kernel) {
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "conv_bn_relu_%1$dx%1$d".formatted(kernel);
  }

  @Override
  public String summary() {
    return "%1$dx%1$d convolution, batch norm, ReLU".formatted(kernel);
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.STEM, Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = network.add(key + ".conv", Conv2d.of(features, Window.same(kernel, stride)), input);
    x = network.add(key + ".bn", new BatchNorm(), x);
    return network.add(key + ".relu", Activation.relu(), x);
  }
}
