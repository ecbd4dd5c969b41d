package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code conv_bn_relu_KxK}: convolution, batch norm, ReLU; the order for raw input. {@code
 * conv_bn_relu6_KxK} has ReLU6, the stem of MobileNetV2 (Sandler et al. 2018). {@code conv_bn_KxK}
 * is that without an activation, the stem of DARTS (Liu et al. 2019; there of three times the
 * cells' channels) and of NAS-Bench-201 (Dong and Yang 2020), whose cells begin with one.
 */
final class StemConvolution implements Operation {
  private final int kernel;
  private final Border border;
  private final Optional<Activation.Function> activation;

  private StemConvolution(int kernel, Border border, Optional<Activation.Function> activation) {
    this.kernel = kernel;
    this.border = border;
    this.activation = activation;
  }

  static StemConvolution rectified(int kernel) {
    return new StemConvolution(kernel, Border.SAME, Optional.of(Activation.Function.RELU));
  }

  static StemConvolution mobile(int kernel) {
    return new StemConvolution(kernel, Border.CENTRED, Optional.of(Activation.Function.RELU6));
  }

  static StemConvolution linear(int kernel) {
    return new StemConvolution(kernel, Border.CENTRED, Optional.empty());
  }

  @Override
  public String id() {
    String middle =
        activation.map(function -> "_" + function.name().toLowerCase(Locale.ROOT)).orElse("");
    return "conv_bn%2$s_%1$sx%1$s".formatted(kernel, middle);
  }

  @Override
  public String summary() {
    String last =
        activation
            .map(function -> function == Activation.Function.RELU6 ? ", ReLU6" : ", ReLU")
            .orElse("");
    return "%1$sx%1$s convolution, batch norm%2$s".formatted(kernel, last);
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
    int conv =
        network.add(key + ".conv", Conv2d.of(features, border.window(kernel, stride)), input);
    int x = network.add(key + ".bn", new BatchNorm(), conv);
    return activation
        .map(
            function ->
                network.add(
                    "%s.%s".formatted(key, function.name().toLowerCase(Locale.ROOT)),
                    new Activation(function),
                    x))
        .orElse(x);
  }
}
