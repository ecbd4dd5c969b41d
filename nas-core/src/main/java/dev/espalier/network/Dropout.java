package dev.espalier.network;

import java.util.List;

/**
 * Sets a random share of its inputs to zero while training and scales the rest up (Srivastava et
 * al. 2014); the identity at inference, so it costs nothing.
 *
 * @param rate probability of being set to zero, in (0, 1)
 */
public record Dropout(double rate) implements Layer {
  public Dropout {
    if (!(rate > 0.0 && rate < 1.0)) {
      throw new IllegalArgumentException("rate (%s) must lie in (0, 1)".formatted(rate));
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shapes.values(inputs);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(0, output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dropout(this);
  }
}
