package dev.espalier.spaces.op;

import dev.espalier.network.Padding;
import dev.espalier.network.Window;

/**
 * Where the windows of an operation lie. At stride 1, and on images of odd size, both are the same;
 * at stride 2 on an even size the windows of {@link #CENTRED} lie one pixel higher and more to the
 * left.
 */
enum Border {
  /** As few pixels as needed, an odd one at the bottom or right, as TensorFlow does. */
  SAME {
    @Override
    Window window(int kernelHeight, int kernelWidth, int stride, int dilation) {
      return new Window(kernelHeight, kernelWidth, stride, dilation, Padding.same());
    }
  },
  /**
   * Half a kernel on both sides, as PyTorch's networks do, so the first window has pixel 0 in its
   * middle.
   */
  CENTRED {
    @Override
    Window window(int kernelHeight, int kernelWidth, int stride, int dilation) {
      if (stride == 1) {
        // Equal functions get one description, and so one hash.
        return SAME.window(kernelHeight, kernelWidth, stride, dilation);
      }
      Padding padding =
          Padding.of((kernelHeight - 1) / 2 * dilation, (kernelWidth - 1) / 2 * dilation);
      return new Window(kernelHeight, kernelWidth, stride, dilation, padding);
    }
  };

  /**
   * The window with a kernel of odd height and width, which keeps {@code ceil(n / stride)} pixels.
   */
  abstract Window window(int kernelHeight, int kernelWidth, int stride, int dilation);

  /** A square kernel without dilation. */
  final Window window(int kernel, int stride) {
    return window(kernel, kernel, stride, 1);
  }

  /** Ending of the id of an operation that comes in both ways. */
  final String suffix() {
    return this == SAME ? "" : "_centred";
  }

  /** Ending of the summary of an operation that comes in both ways. */
  final String note() {
    return this == SAME ? "" : ", padded on both sides";
  }
}
