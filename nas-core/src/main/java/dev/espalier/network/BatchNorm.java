package dev.espalier.network;

import java.util.List;

/**
 * Batch normalisation with a trained scale and shift a channel (Ioffe and Szegedy 2015). The
 * running mean and variance are kept, not trained: they are no parameters.
 */
public record BatchNorm() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape shape = Shapes.single(inputs);
    if (shape instanceof Shape.Sequence || shape instanceof Shape.Tokens) {
      throw new IllegalArgumentException(
          "takes an image or a vector, got %s, whose padding would count"
              .formatted(Shapes.describe(shape)));
    }
    return shape;
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return new Cost(
        2L * output.features(), 0, Math.multiplyExact(2, output.elements()), Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.batchNorm(this);
  }
}
