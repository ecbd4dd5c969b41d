package dev.espalier.network;

import java.util.List;

/**
 * Pools each channel or feature to one number: {@code [channels, height, width] -> [channels]},
 * {@code [features, steps] -> [features]}. Steps that are padding do not count.
 *
 * @param pooling maximum, average or sum
 */
public record GlobalPool(Pooling pooling) implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape shape = Shapes.single(inputs);
    if (shape instanceof Shape.Vector || shape instanceof Shape.Tokens) {
      throw new IllegalArgumentException(
          "takes an image or a sequence, got " + Shapes.describe(shape));
    }
    return new Shape.Vector(shape.features());
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(Shapes.single(inputs).elements(), output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.globalPool(this);
  }
}
