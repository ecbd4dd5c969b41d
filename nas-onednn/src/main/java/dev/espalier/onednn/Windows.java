package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Window;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** DL4J's arithmetic of windows and padding. */
final class Windows {
  private Windows() {}

  /**
   * The window on maps of a size.
   *
   * @throws UnsupportedGraphException if it does not fit them, or its mode is not covered
   */
  static Window of(
      Dims in, int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {
    int[] vertical = pad(in.h(), kernel[0], stride[0], padding[0], dilation[0], mode);
    int[] horizontal = pad(in.w(), kernel[1], stride[1], padding[1], dilation[1], mode);
    return new Window(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        dilation[0],
        dilation[1],
        vertical[0],
        horizontal[0],
        vertical[1],
        horizontal[1]);
  }

  /**
   * The window along the steps of a series.
   *
   * @throws UnsupportedGraphException if it does not fit them, or its mode is not covered
   */
  static Window along(
      Dims in, int kernel, int stride, int padding, int dilation, ConvolutionMode mode) {
    int[] border = pad(in.w(), kernel, stride, padding, dilation, mode);
    return new Window(1, kernel, 1, stride, 1, dilation, 0, border[0], 0, border[1]);
  }

  /**
   * The window along the steps of a series, one output a step.
   *
   * @param before steps that it reaches back
   */
  static Window aroundSteps(int kernel, int dilation, int before) {
    int after = (kernel - 1) * dilation - before;
    return new Window(1, kernel, 1, 1, 1, dilation, 0, before, 0, after);
  }

  /** Padding before and after. */
  private static int[] pad(
      int size, int kernel, int stride, int padding, int dilation, ConvolutionMode mode) {
    int extent = (kernel - 1) * dilation + 1;
    switch (mode) {
      case Same -> {
        int out = (size + stride - 1) / stride;
        int total = (out - 1) * stride + extent - size;
        if (total < -1) {
          // DL4J refuses some of these and shifts the window in others; halves of -1 are 0.
          throw new UnsupportedGraphException(
              "a window of %s with stride %s on a size of %s (Same)"
                  .formatted(extent, stride, size));
        }
        int all = Math.max(0, total);
        return new int[] {all / 2, all - all / 2};
      }
      case Truncate, Strict -> {
        int room = size + 2 * padding - extent;
        if (room < 0 || (mode == ConvolutionMode.Strict && room % stride != 0)) {
          throw new UnsupportedGraphException(
              "a window of %s with stride %s and padding %s on a size of %s (%s)"
                  .formatted(extent, stride, padding, size, mode));
        }
        return new int[] {padding, padding};
      }
      case Causal -> {
        return new int[] {extent - 1, 0};
      }
      default -> throw new UnsupportedGraphException("convolution mode " + mode);
    }
  }

  /** Size of the output. */
  static Dims output(Dims in, int channels, Window window) {
    return new Dims(
        in.n(),
        channels,
        size(
            in.h() + window.top() + window.bottom(),
            window.kernelH(),
            window.strideH(),
            window.dilationH()),
        size(
            in.w() + window.left() + window.right(),
            window.kernelW(),
            window.strideW(),
            window.dilationW()));
  }

  private static int size(int padded, int kernel, int stride, int dilation) {
    return (padded - (kernel - 1) * dilation - 1) / stride + 1;
  }
}
