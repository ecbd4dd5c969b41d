package dev.espalier.network;

import java.util.List;

/** The last step of a sequence that is not padding: {@code [features, steps] -> [features]}. */
public record LastStep() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape.Vector(Shapes.sequence(inputs).features());
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(0, output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.lastStep(this);
  }
}
