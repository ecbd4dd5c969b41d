package dev.espalier.network;

import java.util.List;

/**
 * Pooling over neighbouring steps of a sequence, which it keeps in number: {@code [features, steps]
 * -> [features, steps]}. A step is in the middle of its window, of an even number the first of the
 * two. What lies outside the sequence, or is padding, neither wins a maximum nor counts in an
 * average.
 *
 * @param pooling maximum or average
 * @param kernel steps that a window takes in, at least 1
 */
public record Pool1d(Pooling pooling, int kernel) implements Layer {
  public Pool1d {
    Pool2d.requireWindowed(pooling);
    Require.positive("kernel", kernel);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Shapes.sequence(inputs);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(Math.multiplyExact(kernel, output.elements()), output);
  }

  @Override
  public boolean causal() {
    return kernel == 1;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.pool1d(this);
  }
}
