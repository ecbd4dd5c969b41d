package dev.espalier.network;

import java.util.List;

/** An image as a vector, channel by channel, row by row. */
public record Flatten() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape.Vector(Math.toIntExact(Shapes.image(inputs).elements()));
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Cost.NONE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.flatten(this);
  }
}
