package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Window;

/**
 * Convolutions along the rows of an image, for series as images of one row: {@code conv_1xK}: ReLU,
 * convolution, batch norm. {@code dw_sep_conv_1xK}: ReLU, depthwise and 1x1 convolution, batch
 * norm; {@code dil_conv_1xK}: that with a dilation of 2. {@code bottleneck_1xK}: ReLU, 1x1
 * convolution to a quarter of the features, batch norm, and from there {@code conv_1xK}, as in
 * ResNet (He et al. 2016) and InceptionTime (Ismail Fawaz et al. 2020). The first ReLU is left out
 * where the input is raw or has just passed one.
 */
final class RowConvolution extends ImageCellOperation {
  /** Features of a bottleneck are those that come out divided by this. */
  private static final int SQUEEZE = 4;

  private enum Form {
    FULL("conv"),
    SEPARABLE("dw_sep_conv"),
    DILATED("dil_conv"),
    BOTTLENECK("bottleneck");

    private final String prefix;

    Form(String prefix) {
      this.prefix = prefix;
    }
  }

  private final Form form;
  private final int kernel;

  private RowConvolution(Form form, int kernel) {
    this.form = form;
    this.kernel = kernel;
  }

  static RowConvolution full(int kernel) {
    return new RowConvolution(Form.FULL, kernel);
  }

  static RowConvolution separable(int kernel) {
    return new RowConvolution(Form.SEPARABLE, kernel);
  }

  static RowConvolution dilated(int kernel) {
    return new RowConvolution(Form.DILATED, kernel);
  }

  static RowConvolution bottleneck(int kernel) {
    return new RowConvolution(Form.BOTTLENECK, kernel);
  }

  @Override
  public String id() {
    return "%s_1x%s".formatted(form.prefix, kernel);
  }

  @Override
  public String summary() {
    return switch (form) {
      case FULL -> "ReLU, 1x%s convolution, batch norm".formatted(kernel);
      case SEPARABLE -> "ReLU, 1x%s depthwise and 1x1 convolution, batch norm".formatted(kernel);
      case DILATED ->
          "ReLU, 1x%s dilated depthwise and 1x1 convolution, batch norm".formatted(kernel);
      case BOTTLENECK ->
          "ReLU, 1x1 convolution to a quarter, batch norm, ReLU, 1x%s convolution, batch norm"
              .formatted(kernel);
    };
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Rectified.add(network, key + ".relu", input);
    switch (form) {
      case FULL -> x = network.add(key + ".conv", Conv2d.of(features, window(stride, 1)), x);
      case BOTTLENECK -> {
        int narrow = Math.max(1, features / SQUEEZE);
        x = network.add(key + ".narrow", Conv2d.of(narrow, Window.same(1, 1)), x);
        x = network.add(key + ".narrowbn", new BatchNorm(), x);
        x = network.add(key + ".narrowrelu", Activation.relu(), x);
        x = network.add(key + ".conv", Conv2d.of(features, window(stride, 1)), x);
      }
      case SEPARABLE, DILATED -> {
        int channels = network.shape(x).features();
        Window window = window(stride, form == Form.DILATED ? 2 : 1);
        x = network.add(key + ".dw", Conv2d.depthwise(channels, window), x);
        x = network.add(key + ".pw", Conv2d.of(features, Window.same(1, 1)), x);
      }
    }
    return network.add(key + ".bn", new BatchNorm(), x);
  }

  private Window window(int stride, int dilation) {
    return Border.CENTRED.window(1, kernel, stride, dilation);
  }
}
