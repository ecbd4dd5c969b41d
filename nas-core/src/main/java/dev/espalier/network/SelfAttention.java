package dev.espalier.network;

import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al. 2017): {@code [width, steps] -> [width, steps]}, with
 * biased projections of queries, keys, values and outputs.
 *
 * @param heads that share the width among them, at least 1; must divide it
 * @param causal whether a step sees no later ones
 */
public record SelfAttention(int heads, boolean causal) implements Layer {
  private static final int PROJECTIONS = 4;

  public SelfAttention {
    Require.positive("heads", heads);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    if (sequence.features() % heads != 0) {
      throw new IllegalArgumentException(
          "heads (%s) must divide the width (%s)".formatted(heads, sequence.features()));
    }
    return sequence;
  }

  /** Counts every pair of steps, also those that a causal mask hides, as they are computed. */
  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    long width = sequence.features();
    long steps = sequence.steps();
    long weights = Math.multiplyExact(PROJECTIONS, Math.multiplyExact(width, width));
    long biases = PROJECTIONS * width;
    long pairs = Math.multiplyExact(steps, steps);
    long macs =
        Math.addExact(
            Math.multiplyExact(weights, steps),
            Math.multiplyExact(2, Math.multiplyExact(width, pairs)));
    long others =
        Math.addExact(Math.multiplyExact(biases, steps), Math.multiplyExact(heads, pairs));
    return new Cost(
        Math.addExact(weights, biases),
        macs,
        Math.addExact(Math.multiplyExact(2, macs), others),
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.selfAttention(this);
  }
}
