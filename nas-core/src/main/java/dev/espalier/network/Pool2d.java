package dev.espalier.network;

import java.util.List;

/**
 * Pooling over a window of each channel. Padding never wins a maximum.
 *
 * @param pooling maximum or average
 * @param window kernel, stride and padding; dilation must be 1
 * @param countPadding whether an average divides by the whole kernel, padding included, or by the
 *     pixels inside the image; false for a maximum
 */
public record Pool2d(Pooling pooling, Window window, boolean countPadding) implements Layer {
  public Pool2d {
    if (window.dilation() != 1) {
      throw new IllegalArgumentException(
          "dilation (%s) of a pooling window must be 1".formatted(window.dilation()));
    }
    requireWindowed(pooling);
    if (pooling == Pooling.MAX && countPadding) {
      throw new IllegalArgumentException("countPadding (true) means nothing to a maximum");
    }
  }

  static void requireWindowed(Pooling pooling) {
    if (pooling == Pooling.SUM) {
      throw new IllegalArgumentException("pooling (sum) of a window must be max or avg");
    }
  }

  public static Pool2d max(Window window) {
    return new Pool2d(Pooling.MAX, window, false);
  }

  /** Average over the pixels inside the image. */
  public static Pool2d average(Window window) {
    return new Pool2d(Pooling.AVERAGE, window, false);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape.Image image = Shapes.image(inputs);
    return window.slide(image, image.channels());
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(Math.multiplyExact(window.taps(), output.elements()), output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.pool2d(this);
  }
}
