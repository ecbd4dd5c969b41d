package dev.espalier.bench;

/**
 * The operations on the edges of a cell, each from ReLU to batch norm: those of NAS-Bench-201 (Dong
 * and Yang 2020, section 2.1) but for <i>none</i>, and two of DARTS (Liu, Simonyan and Yang 2019,
 * section 3.1).
 */
public enum CellOp {
  SKIP {
    @Override
    String append(Blocks net, String input, int channels) {
      return input;
    }
  },
  CONV_1X1 {
    @Override
    String append(Blocks net, String input, int channels) {
      return net.reluConvNorm(input, channels, channels, 1, 1);
    }
  },
  CONV_3X3 {
    @Override
    String append(Blocks net, String input, int channels) {
      return net.reluConvNorm(input, channels, channels, 3, 1);
    }
  },
  AVG_POOL_3X3 {
    @Override
    String append(Blocks net, String input, int channels) {
      return net.averagePool(input, 3, 1);
    }
  },
  /** Depthwise and pointwise convolution, twice over. */
  SEPARABLE_3X3 {
    @Override
    String append(Blocks net, String input, int channels) {
      return separable(net, separable(net, input, channels, 1), channels, 1);
    }
  },
  /** Depthwise convolution of dilation 2, then pointwise. */
  DILATED_3X3 {
    @Override
    String append(Blocks net, String input, int channels) {
      return separable(net, input, channels, 2);
    }
  };

  /** Appends the operation and names its last vertex. */
  abstract String append(Blocks net, String input, int channels);

  private static String separable(Blocks net, String input, int channels, int dilation) {
    String depthwise = net.depthwise(net.relu(input), channels, 3, 1, dilation);
    return net.norm(net.conv(depthwise, channels, channels, 1, 1), channels);
  }
}
