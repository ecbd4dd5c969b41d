package dev.espalier.network;

import java.util.List;

/**
 * Fully connected layer: {@code [features] -> [units]}.
 *
 * @param units output features, at least 1
 * @param bias whether a bias is added to each unit
 */
public record Dense(int units, boolean bias) implements Layer {
  public Dense {
    Require.positive("units", units);
  }

  /** With bias. */
  public static Dense of(int units) {
    return new Dense(units, true);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shapes.vector(inputs);
    return new Shape.Vector(units);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    long weights = Math.multiplyExact((long) units, Shapes.vector(inputs).features());
    long biases = bias ? units : 0;
    return new Cost(
        weights + biases,
        weights,
        Math.addExact(Math.multiplyExact(2, weights), biases),
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dense(this);
  }
}
