package dev.espalier.network;

import java.util.List;

/**
 * Convolution over images: {@code [channels, height, width] -> [filters, height', width']}.
 *
 * @param filters output channels, at least 1, a multiple of {@code groups}
 * @param window kernel, stride, dilation and padding
 * @param groups blocks of channels that do not see each other, at least 1; with as many groups as
 *     input channels the convolution is depthwise
 * @param bias whether a bias is added to each filter
 */
public record Conv2d(int filters, Window window, int groups, boolean bias) implements Layer {
  public Conv2d {
    Require.positive("filters", filters);
    Require.positive("groups", groups);
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "filters (%s) must be a multiple of groups (%s)".formatted(filters, groups));
    }
  }

  /** Dense convolution without bias, as before a batch norm. */
  public static Conv2d of(int filters, Window window) {
    return new Conv2d(filters, window, 1, false);
  }

  /** One filter a channel, without bias. */
  public static Conv2d depthwise(int channels, Window window) {
    return new Conv2d(channels, window, channels, false);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape.Image image = Shapes.image(inputs);
    if (image.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "input channels (%s) must be a multiple of groups (%s)"
              .formatted(image.channels(), groups));
    }
    return window.slide(image, filters);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    long weights =
        Math.multiplyExact(
            Math.multiplyExact((long) filters, Shapes.image(inputs).channels() / groups),
            window.taps());
    long positions = output.elements() / filters;
    long macs = Math.multiplyExact(weights, positions);
    return new Cost(
        weights + (bias ? filters : 0),
        macs,
        Math.addExact(Math.multiplyExact(2, macs), bias ? output.elements() : 0),
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.conv2d(this);
  }
}
