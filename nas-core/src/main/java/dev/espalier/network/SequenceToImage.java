package dev.espalier.network;

import java.util.List;

/**
 * A sequence as an image of one row, a step a pixel: {@code [features, steps] -> [features, 1,
 * steps]}. What is padding in the sequence are pixels of zeros, which count as others do: layers of
 * images know no masks.
 */
public record SequenceToImage() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    if (Shapes.single(inputs) instanceof Shape.Sequence sequence) {
      int height = 1;
      return new Shape.Image(sequence.features(), height, sequence.steps());
    }
    throw new IllegalArgumentException(
        "takes a sequence [features, steps], got " + Shapes.describe(Shapes.single(inputs)));
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Cost.NONE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sequenceToImage(this);
  }
}
