package dev.espalier.network;

import java.util.List;

/**
 * Convolution over the steps of a sequence, which it keeps in number: {@code [features, steps] ->
 * [filters, steps]}. What lies outside the sequence, or is padding, counts as zeros.
 *
 * @param filters numbers at each step of the output, at least 1, a multiple of {@code groups}
 * @param kernel steps that a window takes in, at least 1
 * @param dilation distance between neighbouring steps of a window, at least 1
 * @param groups blocks of features that do not see each other, at least 1; they divide the features
 * @param causal whether a window ends at its step and so sees no later ones; else its step is the
 *     middle one, of an even number the first of the two
 * @param bias whether a bias is added to each filter
 */
public record Conv1d(
    int filters, int kernel, int dilation, int groups, boolean causal, boolean bias)
    implements Layer {
  public Conv1d {
    Require.positive("filters", filters);
    Require.positive("kernel", kernel);
    Require.positive("dilation", dilation);
    Require.positive("groups", groups);
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "filters (%s) must be a multiple of groups (%s)".formatted(filters, groups));
    }
  }

  /** One group, dilation 1, with bias; a step is in the middle of its window. */
  public static Conv1d of(int filters, int kernel) {
    return new Conv1d(filters, kernel, 1, 1, false, true);
  }

  /** One group, dilation 1, with bias; a step is at the end of its window. */
  public static Conv1d causal(int filters, int kernel) {
    return new Conv1d(filters, kernel, 1, 1, true, true);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    if (sequence.features() % groups != 0) {
      throw new IllegalArgumentException(
          "input features (%s) must be a multiple of groups (%s)"
              .formatted(sequence.features(), groups));
    }
    return sequence.withFeatures(filters);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    Shape.Sequence sequence = Shapes.sequence(inputs);
    long weights =
        Math.multiplyExact(
            Math.multiplyExact((long) filters, sequence.features() / groups), (long) kernel);
    long macs = Math.multiplyExact(weights, sequence.steps());
    return new Cost(
        Math.addExact(weights, bias ? filters : 0),
        macs,
        Math.addExact(Math.multiplyExact(2, macs), bias ? output.elements() : 0),
        Shapes.bytes(output));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.conv1d(this);
  }
}
