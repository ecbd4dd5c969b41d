package dev.espalier.search;

import dev.espalier.datasets.Dataset;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.network.Shape;
import dev.espalier.objective.Task;

/** What data means to networks. */
final class Tasks {
  private Tasks() {}

  static Task of(Dataset dataset) {
    return dataset.task() == LearningTask.REGRESSION ? Task.REGRESSION : Task.CLASSIFICATION;
  }

  static Shape shape(FeatureShape shape) {
    return shape instanceof FeatureShape.Image image
        ? new Shape.Image(image.channels(), image.height(), image.width())
        : new Shape.Vector(shape.size());
  }
}
