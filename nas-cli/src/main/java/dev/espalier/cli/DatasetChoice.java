package dev.espalier.cli;

import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.search.yaml.ExperimentFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --dataset} names. */
final class DatasetChoice {
  private DatasetChoice() {}

  /** The data of an experiment's file, or of the catalog. */
  static DatasetSpec of(String nameOrFile) {
    Path file = Path.of(nameOrFile);
    return Files.isRegularFile(file)
        ? ExperimentFiles.read(file).dataset()
        : DatasetSpec.named(nameOrFile).build();
  }
}
