package dev.espalier.network;

import java.util.List;

/**
 * Multi-head self-attention by a learned similarity: {@code [width, steps] -> [width, steps]}. The
 * score of a query {@code q} and a key {@code k} is {@code q M k}, scaled as in {@link
 * SelfAttention}, where one square matrix {@code M}, as wide as a head, serves all heads: the
 * "general" score of Luong et al. ("Effective approaches to attention-based neural machine
 * translation", 2015, section 3.1), called weighted multiplicative attention by Tuli et al.
 * ("FlexiBERT", 2022). All else is as in {@link SelfAttention}.
 *
 * @param heads that share the width among them, at least 1; must divide it
 * @param causal whether a step sees no later ones
 */
public record WeightedAttention(int heads, boolean causal) implements Layer {
  public WeightedAttention {
    Require.positive("heads", heads);
  }

  private SelfAttention plain() {
    return new SelfAttention(heads, causal);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return plain().output(inputs);
  }

  /** That of {@link SelfAttention}, the matrix, and the product of each query with it. */
  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    long head = sequence.features() / heads;
    long macs = Math.multiplyExact(sequence.elements(), head);
    return plain()
        .cost(inputs, output)
        .plus(new Cost(Math.multiplyExact(head, head), macs, Math.multiplyExact(2, macs), 0));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.weightedAttention(this);
  }
}
