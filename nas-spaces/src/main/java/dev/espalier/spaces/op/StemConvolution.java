package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;

/**
 * {@code conv_bn_relu_KxK}: convolution, batch norm, ReLU; the order for raw input. {@code
 * conv_bn_KxK} is that without the ReLU, the stem of DARTS (Liu et al. 2019; there of three times
 * the cells' channels) and of NAS-Bench-201 (Dong and Yang 2020), whose cells begin with one.
 */
final class StemConvolution implements Operation {
  private final int kernel;
  private final boolean rectified;

  private StemConvolution(int kernel, boolean rectified) {
    this.kernel = kernel;
    this.rectified = rectified;
  }

  static StemConvolution rectified(int kernel) {
    return new StemConvolution(kernel, true);
  }

  static StemConvolution linear(int kernel) {
    return new StemConvolution(kernel, false);
  }

  @Override
  public String id() {
    return "conv_bn%2$s_%1$dx%1$d".formatted(kernel, rectified ? "_relu" : "");
  }

  @Override
  public String summary() {
    return "%1$dx%1$d convolution, batch norm%2$s".formatted(kernel, rectified ? ", ReLU" : "");
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
    int x = network.add(key + ".conv", Conv2d.of(features, border().window(kernel, stride)), input);
    x = network.add(key + ".bn", new BatchNorm(), x);
    return rectified ? network.add(key + ".relu", Activation.relu(), x) : x;
  }

  private Border border() {
    return rectified ? Border.SAME : Border.CENTRED;
  }
}
