package dev.espalier.network;

import java.util.List;

/**
 * All zeros: an edge that is not there.
 *
 * @param shape what it stands for
 */
public record Zero(Shape shape) implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    if (!inputs.isEmpty()) {
      throw new IllegalArgumentException("takes no input, got %s".formatted(inputs.size()));
    }
    return shape;
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Cost.NONE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.zero(this);
  }
}
