package dev.espalier.network;

import java.util.List;

/** What layers ask of their inputs' shapes. */
final class Shapes {
  private Shapes() {}

  static Shape single(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("takes one input, got %s".formatted(inputs.size()));
    }
    return inputs.get(0);
  }

  /** One input of values, which numbers of tokens are not. */
  static Shape values(List<Shape> inputs) {
    return requireValues(single(inputs));
  }

  static Shape requireValues(Shape shape) {
    if (shape instanceof Shape.Tokens) {
      throw new IllegalArgumentException("takes values, got " + describe(shape));
    }
    return shape;
  }

  static Shape.Image image(List<Shape> inputs) {
    if (single(inputs) instanceof Shape.Image image) {
      return image;
    }
    throw new IllegalArgumentException(
        "takes an image [channels, height, width], got " + describe(inputs.get(0)));
  }

  static Shape.Sequence sequence(List<Shape> inputs) {
    if (single(inputs) instanceof Shape.Sequence sequence) {
      return sequence;
    }
    throw new IllegalArgumentException(
        "takes a sequence [features, steps], got " + describe(inputs.get(0)));
  }

  static Shape.Vector vector(List<Shape> inputs) {
    if (single(inputs) instanceof Shape.Vector vector) {
      return vector;
    }
    throw new IllegalArgumentException(
        "takes a vector, got %s; flatten or pool it first".formatted(describe(inputs.get(0))));
  }

  static String describe(Shape shape) {
    if (shape instanceof Shape.Image) {
      return "an image of " + shape;
    }
    if (shape instanceof Shape.Tokens) {
      return "tokens, %s; embed them first".formatted(shape);
    }
    return (shape instanceof Shape.Sequence ? "a sequence of " : "a vector of ") + shape;
  }

  /** At least one input, all of the first one's kind. */
  static Shape first(List<Shape> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("takes at least one input, got none");
    }
    return inputs.get(0);
  }

  static long bytes(Shape shape) {
    return Math.multiplyExact(Float.BYTES, shape.elements());
  }

  /** Cost of a layer that only does element-wise work. */
  static Cost elementwise(long operations, Shape output) {
    return new Cost(0, 0, operations, bytes(output));
  }
}
