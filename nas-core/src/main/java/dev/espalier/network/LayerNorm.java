package dev.espalier.network;

import java.util.List;

/**
 * Normalises the features of each step, or of a vector, then scales and shifts them (Ba et al.
 * 2016).
 */
public record LayerNorm() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape shape = Shapes.single(inputs);
    if (shape instanceof Shape.Vector || shape instanceof Shape.Sequence) {
      return shape;
    }
    throw new IllegalArgumentException(
        "takes a sequence or a vector, got " + Shapes.describe(shape));
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return new Cost(
        2L * output.features(), 0, Math.multiplyExact(2, output.elements()), Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.layerNorm(this);
  }
}
