package dev.espalier.network;

import java.util.List;

/**
 * The first channels of an image, or features of a vector or a sequence; how NAS-Bench-101 (Ying et
 * al. 2019) sums tensors of different width.
 *
 * @param features how many, at least 1, less than the input has
 */
public record Truncate(int features) implements Layer {
  public Truncate {
    Require.positive("features", features);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = Shapes.values(inputs);
    if (features >= input.features()) {
      throw new IllegalArgumentException(
          "features (%s) must be less than the %s of the input"
              .formatted(features, input.features()));
    }
    return input.withFeatures(features);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(0, output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.truncate(this);
  }
}
