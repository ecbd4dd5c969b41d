package dev.espalier.network;

import java.util.HashSet;
import java.util.List;

/** Inputs side by side along the channels, or features; the other axes must agree. */
public record Concat() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = Shapes.first(inputs);
    List<Shape> others = inputs.stream().map(shape -> shape.withFeatures(1)).toList();
    if (new HashSet<>(others).size() > 1) {
      throw new IllegalArgumentException(
          "joins inputs that differ in channels or features only, got " + inputs);
    }
    long features = inputs.stream().mapToLong(Shape::features).sum();
    return first.withFeatures(Math.toIntExact(features));
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(0, output);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.concat(this);
  }
}
