package dev.espalier.network;

/**
 * A window that slides over an image.
 *
 * @param kernelHeight rows, at least 1
 * @param kernelWidth columns, at least 1
 * @param stride step along both axes, at least 1
 * @param dilation distance between neighbouring taps, at least 1
 * @param padding treatment of the border
 */
public record Window(int kernelHeight, int kernelWidth, int stride, int dilation, Padding padding) {
  public Window {
    Require.positive("kernelHeight", kernelHeight);
    Require.positive("kernelWidth", kernelWidth);
    Require.positive("stride", stride);
    Require.positive("dilation", dilation);
  }

  /** Square kernel with {@link Padding#same()} and dilation 1. */
  public static Window same(int kernel, int stride) {
    return new Window(kernel, kernel, stride, 1, Padding.same());
  }

  /** Square kernel without padding, dilation 1. */
  public static Window valid(int kernel, int stride) {
    return new Window(kernel, kernel, stride, 1, Padding.valid());
  }

  /** Square kernel with {@code padding} pixels on all sides, dilation 1. */
  public static Window padded(int kernel, int stride, int padding) {
    return new Window(kernel, kernel, stride, 1, Padding.of(padding, padding));
  }

  /** Taps of the kernel. */
  public long taps() {
    return (long) kernelHeight * kernelWidth;
  }

  /**
   * Slides over an image.
   *
   * @throws IllegalArgumentException if the window does not fit
   */
  Shape.Image slide(Shape.Image input, int outputChannels) {
    int height = padding.positions(input.height(), reach(kernelHeight), stride, true);
    int width = padding.positions(input.width(), reach(kernelWidth), stride, false);
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a %s window does not fit an image of %sx%s pixels; use same padding, a smaller kernel or fewer reductions before it"
              .formatted(this, input.height(), input.width()));
    }
    return new Shape.Image(outputChannels, height, width);
  }

  /** Pixels from the first tap along an axis to the last, both included. */
  private int reach(int kernel) {
    return Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
  }

  @Override
  public String toString() {
    String text = "%sx%s %s".formatted(kernelHeight, kernelWidth, padding);
    if (stride > 1) {
      text += " stride " + stride;
    }
    return dilation > 1 ? text + " dilation " + dilation : text;
  }
}
