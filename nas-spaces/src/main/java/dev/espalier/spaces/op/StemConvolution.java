package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Shape;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code conv_bn_relu_KxK}: convolution, batch norm, ReLU; the order for raw input. {@code
 * conv_bn_relu6_KxK} has ReLU6, the stem of MobileNetV2 (Sandler et al. 2018). {@code conv_bn_KxK}
 * is that without an activation, the stem of DARTS (Liu et al. 2019; there of three times the
 * cells' channels) and of NAS-Bench-201 (Dong and Yang 2020), whose cells begin with one. {@code
 * conv_bn_relu_1xK} takes a series for an image of one row.
 */
final class StemConvolution implements Operation {
  private final int rows;
  private final int kernel;
  private final Border border;
  private final Optional<Activation.Function> activation;

  private StemConvolution(int kernel, Border border, Optional<Activation.Function> activation) {
    this(kernel, kernel, border, activation);
  }

  private StemConvolution(
      int rows, int kernel, Border border, Optional<Activation.Function> activation) {
    this.rows = rows;
    this.kernel = kernel;
    this.border = border;
    this.activation = activation;
  }

  static StemConvolution rectified(int kernel) {
    return new StemConvolution(kernel, Border.SAME, Optional.of(Activation.Function.RELU));
  }

  /** Along the rows only, for series as images of one row. */
  static StemConvolution row(int kernel) {
    return new StemConvolution(1, kernel, Border.SAME, Optional.of(Activation.Function.RELU));
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
    return "conv_bn%3$s_%1$sx%2$s".formatted(rows, kernel, middle);
  }

  @Override
  public String summary() {
    String last =
        activation
            .map(function -> function == Activation.Function.RELU6 ? ", ReLU6" : ", ReLU")
            .orElse("");
    return "%sx%s convolution, batch norm%s%s"
        .formatted(rows, kernel, last, isRow() ? "; takes a series for an image of one row" : "");
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return isRow() ? ImmutableSet.of(Kind.IMAGE, Kind.SEQUENCE) : ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return isRow() ? ImmutableSet.of(Role.STEM) : ImmutableSet.of(Role.STEM, Role.CELL);
  }

  private boolean isRow() {
    return rows < kernel;
  }

  @Override
  public Shape takenFor(Shape input) {
    return isRow() && input instanceof Shape.Sequence
        ? new SequenceToImage().output(ImmutableList.of(input))
        : input;
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int image =
        network.shape(input) instanceof Shape.Sequence
            ? network.add(key + ".image", new SequenceToImage(), input)
            : input;
    int conv =
        network.add(
            key + ".conv", Conv2d.of(features, border.window(rows, kernel, stride, 1)), image);
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
