package dev.espalier.network;

import java.util.List;

/** Element-wise sum of inputs of equal shape. */
public record Add() implements Layer {
  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = Shapes.first(inputs);
    for (Shape shape : inputs) {
      if (!shape.equals(first)) {
        throw new IllegalArgumentException("adds inputs of one shape, got " + inputs);
      }
    }
    return Shapes.requireValues(first);
  }

  @Override
  public Cost cost(List<Shape> inputs, Shape output) {
    return Shapes.elementwise(Math.multiplyExact(inputs.size() - 1L, output.elements()), output);
  }

  @Override
  public boolean commutative() {
    return true;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.add(this);
  }
}
