package dev.espalier.search;

import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.network.Shape;
import dev.espalier.objective.Task;

/** What data means to networks. */
final class Tasks {
  private Tasks() {}

  static Task of(Dataset dataset) {
    return Task.of(dataset.task().id());
  }

  static Shape shape(FeatureShape shape) {
    if (shape instanceof FeatureShape.Image image) {
      return new Shape.Image(image.channels(), image.height(), image.width());
    }
    if (shape instanceof FeatureShape.Vector vector) {
      return new Shape.Vector(vector.size());
    }
    throw new IllegalArgumentException(
        "the data hold examples of %s; networks take images and vectors".formatted(shape));
  }
}
