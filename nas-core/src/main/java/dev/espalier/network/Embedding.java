package dev.espalier.network;

import java.util.List;

/**
 * A vector of its own for each token: {@code [1, steps] -> [width, steps]}. Looking it up multiplies
 * nothing.
 *
 * @param width of the vectors, at least 1
 */
public record Embedding(int width) implements Layer {
  public Embedding {
    Require.positive("width", width);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape.Sequence(width, tokens(inputs).steps());
  }

  private static Shape.Tokens tokens(List<Shape> inputs) {
    if (Shapes.single(inputs) instanceof Shape.Tokens tokens) {
      return tokens;
    }
    throw new IllegalArgumentException("takes tokens [1, steps], got " + Shapes.describe(inputs.get(0)));
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return new Cost(
        Math.multiplyExact((long) width, tokens(inputs).vocabulary()),
        0,
        0,
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.embedding(this);
  }
}
