package dev.espalier.network;

import java.util.List;

/**
 * Pools each channel to one number: {@code [channels, height, width] -> [channels]}.
 *
 * @param pooling maximum or average
 */
public record GlobalPool(Pooling pooling) implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape.Vector(Shapes.image(inputs).channels());
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
