package dev.espalier.network;

import java.util.List;

/**
 * Where examples enter the network.
 *
 * @param shape shape of one example
 */
public record Input(Shape shape) implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    if (!inputs.isEmpty()) {
      throw new IllegalArgumentException("takes no input, got %s".formatted(inputs.size()));
    }
    return shape;
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(0, output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.input(this);
  }
}
