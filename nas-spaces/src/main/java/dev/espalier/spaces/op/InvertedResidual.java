package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Window;

/**
 * The mobile inverted bottleneck: 1x1 convolution to {@code expansion} times the input's channels,
 * depthwise convolution, 1x1 convolution to the asked features, each with batch norm, all but the
 * last with an activation; where width and size stay, the input is added. Without expansion the
 * first convolution is left out.
 *
 * <p>{@code mb_conv_KxK_eN} has ReLU6, as MobileNetV2 (Sandler et al. 2018, table 1). Its variants
 * that end in {@code _se} weigh the channels after the depthwise convolution by
 * squeeze-and-excitation (Hu et al. 2018), squeezed to a quarter of the input's channels, rounded
 * down, at least 1, with ReLU between and a sigmoid after, as MnasNet (Tan et al. 2019). {@code
 * ir_KxK_tN} has ReLU and the names of NAS-Bench-Macro (Su et al. 2021).
 */
final class InvertedResidual extends ImageCellOperation {
  private static final int SQUEEZE = 4;

  private final String id;
  private final int kernel;
  private final int expansion;
  private final Activation.Function function;
  private final boolean excited;

  private InvertedResidual(
      String id, int kernel, int expansion, Activation.Function function, boolean excited) {
    this.id = id;
    this.kernel = kernel;
    this.expansion = expansion;
    this.function = function;
    this.excited = excited;
  }

  static InvertedResidual mobile(int kernel, int expansion) {
    String id = "mb_conv_%1$sx%1$s_e%2$s".formatted(kernel, expansion);
    return new InvertedResidual(id, kernel, expansion, Activation.Function.RELU6, false);
  }

  static InvertedResidual excited(int kernel, int expansion) {
    String id = "mb_conv_%1$sx%1$s_e%2$s_se".formatted(kernel, expansion);
    return new InvertedResidual(id, kernel, expansion, Activation.Function.RELU6, true);
  }

  static InvertedResidual rectified(int kernel, int expansion) {
    String id = "ir_%1$sx%1$s_t%2$s".formatted(kernel, expansion);
    return new InvertedResidual(id, kernel, expansion, Activation.Function.RELU, false);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return "inverted residual: %2$s times as wide, %1$sx%1$s depthwise%3$s, narrow; %4$s"
        .formatted(
            kernel,
            expansion,
            excited ? ", squeeze-and-excitation" : "",
            function == Activation.Function.RELU6 ? "ReLU6" : "ReLU");
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int channels = network.shape(input).features();
    int hidden = Math.multiplyExact(channels, expansion);
    int x = input;
    if (expansion > 1) {
      x = activated(network, key + ".expand", Conv2d.of(hidden, Window.same(1, 1)), x);
    }
    Window window = Border.CENTRED.window(kernel, stride);
    x = activated(network, key + ".dw", Conv2d.depthwise(hidden, window), x);
    if (excited) {
      x = Excitation.add(network, key + ".se", x, Math.max(1, channels / SQUEEZE));
    }
    x = normalised(network, key + ".narrow", Conv2d.of(features, Window.same(1, 1)), x);
    return stride == 1 && channels == features ? network.add(key + ".add", new Add(), input, x) : x;
  }

  private int activated(Network.Builder network, String key, Conv2d convolution, int input) {
    int x = normalised(network, key, convolution, input);
    return network.add(key + ".activation", new Activation(function), x);
  }

  private static int normalised(
      Network.Builder network, String key, Conv2d convolution, int input) {
    int x = network.add(key + ".conv", convolution, input);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
