package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Window;

/**
 * ReLU, depthwise convolution, 1x1 convolution, batch norm. {@code sep_conv_KxK} does this twice,
 * the stride in the first pass, as NASNet (Zoph et al. 2018) and DARTS do; {@code dw_sep_conv_KxK}
 * does it once, at half the cost, the building block of MobileNet (Howard et al. 2017).
 */
final class SeparableConvolution implements Operation {
  private final String prefix;
  private final int kernel;
  private final int passes;

  private SeparableConvolution(String prefix, int kernel, int passes) {
    this.prefix = prefix;
    this.kernel = kernel;
    this.passes = passes;
  }

  static SeparableConvolution twice(int kernel) {
    return new SeparableConvolution("sep_conv", kernel, 2);
  }

  static SeparableConvolution once(int kernel) {
    return new SeparableConvolution("dw_sep_conv", kernel, 1);
  }

  @Override
  public String id() {
    return "%1$s_%2$dx%2$d".formatted(prefix, kernel);
  }

  @Override
  public String summary() {
    return "ReLU, %1$dx%1$d depthwise and 1x1 convolution, batch norm; %2$s"
        .formatted(kernel, passes == 1 ? "once" : "twice");
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = pass(network, key + ".a", input, features, stride);
    return passes == 1 ? x : pass(network, key + ".b", x, features, 1);
  }

  private int pass(Network.Builder network, String key, int input, int features, int stride) {
    int channels = network.shape(input).features();
    int x = network.add(key + ".relu", Activation.relu(), input);
    x = network.add(key + ".dw", Conv2d.depthwise(channels, Window.same(kernel, stride)), x);
    x = network.add(key + ".pw", Conv2d.of(features, Window.same(1, 1)), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
