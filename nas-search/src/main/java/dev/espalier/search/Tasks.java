package dev.espalier.search;

import dev.espalier.datasets.Dataset;
import dev.espalier.objective.Task;

/** What data means to networks. */
final class Tasks {
  private Tasks() {}

  static Task of(Dataset dataset) {
    return Task.of(dataset.task().id());
  }
}
