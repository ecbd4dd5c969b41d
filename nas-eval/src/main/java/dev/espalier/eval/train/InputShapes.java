package dev.espalier.eval.train;

import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.network.Shape;

/** What examples of data are to networks. */
public final class InputShapes {
  private InputShapes() {}

  /** The input of a network that takes examples of this shape. */
  public static Shape of(FeatureShape shape) {
    if (shape instanceof FeatureShape.Image image) {
      return new Shape.Image(image.channels(), image.height(), image.width());
    }
    if (shape instanceof FeatureShape.Sequence sequence) {
      return new Shape.Sequence(sequence.features(), sequence.steps());
    }
    if (shape instanceof FeatureShape.Tokens tokens) {
      return new Shape.Tokens(tokens.vocabulary(), tokens.steps());
    }
    return new Shape.Vector(shape.size());
  }
}
