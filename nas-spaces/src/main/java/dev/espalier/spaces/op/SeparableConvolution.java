package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Window;

/**
 * ReLU, depthwise convolution, 1x1 convolution, batch norm. {@code sep_conv_KxK} does this twice,
 * the stride in the first pass, as NASNet (Zoph et al. 2018) and DARTS (Liu et al. 2019) do; {@code
 * dw_sep_conv_KxK} does it once, at half the cost, the building block of MobileNet (Howard et al.
 * 2017); {@code dil_conv_KxK} does it once with a dilation of 2, as DARTS does.
 */
final class SeparableConvolution extends ImageCellOperation {
  private final String id;
  private final int kernel;
  private final int passes;
  private final int dilation;
  private final Border border;

  private SeparableConvolution(String id, int kernel, int passes, int dilation, Border border) {
    this.id = id;
    this.kernel = kernel;
    this.passes = passes;
    this.dilation = dilation;
    this.border = border;
  }

  static SeparableConvolution twice(int kernel, Border border) {
    return new SeparableConvolution(id("sep_conv", kernel), kernel, 2, 1, border);
  }

  /** Of a kernel that comes in the other way, too. */
  static SeparableConvolution twiceCentred(int kernel) {
    String id = id("sep_conv", kernel) + Border.CENTRED.suffix();
    return new SeparableConvolution(id, kernel, 2, 1, Border.CENTRED);
  }

  static SeparableConvolution once(int kernel, Border border) {
    return new SeparableConvolution(id("dw_sep_conv", kernel), kernel, 1, 1, border);
  }

  static SeparableConvolution dilated(int kernel) {
    return new SeparableConvolution(id("dil_conv", kernel), kernel, 1, 2, Border.CENTRED);
  }

  private static String id(String prefix, int kernel) {
    return "%1$s_%2$sx%2$s".formatted(prefix, kernel);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return "ReLU, %1$sx%1$s %2$sdepthwise and 1x1 convolution, batch norm; %3$s%4$s"
        .formatted(
            kernel,
            dilation == 1 ? "" : "dilated ",
            passes == 1 ? "once" : "twice",
            id.endsWith(Border.CENTRED.suffix()) ? border.note() : "");
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = pass(network, key + ".a", input, features, stride);
    return passes == 1 ? x : pass(network, key + ".b", x, features, 1);
  }

  private int pass(Network.Builder network, String key, int input, int features, int stride) {
    int channels = network.shape(input).features();
    int x = network.add(key + ".relu", Activation.relu(), input);
    Window window = border.window(kernel, kernel, stride, dilation);
    x = network.add(key + ".dw", Conv2d.depthwise(channels, window), x);
    x = network.add(key + ".pw", Conv2d.of(features, Window.same(1, 1)), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
