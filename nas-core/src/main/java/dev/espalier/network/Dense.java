package dev.espalier.network;

import java.util.List;

/**
 * Fully connected layer: {@code [features] -> [units]}; of a sequence each step by the same
 * weights, {@code [features, steps] -> [units, steps]}.
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
    return Shapes.single(inputs) instanceof Shape.Sequence sequence
        ? sequence.withFeatures(units)
        : Shapes.vector(inputs).withFeatures(units);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    long weights = Math.multiplyExact((long) units, Shapes.single(inputs).features());
    long biases = bias ? units : 0;
    long times = output.elements() / units;
    long macs = Math.multiplyExact(weights, times);
    return new Cost(
        weights + biases,
        macs,
        Math.addExact(Math.multiplyExact(2, macs), Math.multiplyExact(biases, times)),
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dense(this);
  }
}
