package dev.espalier.search;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a study.
 *
 * @param directory where they lie
 */
public record StudyFolder(Path directory) {

  /** The store: every trial, durable as soon as it is finished. */
  public Path store() {
    return directory.resolve("study.db");
  }

  /** Folder of what paused trials go on from. */
  public Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** The experiment with all defaults filled in. */
  public Path experiment() {
    return directory.resolve("experiment.yaml");
  }

  /** One row a trial. */
  public Path trials() {
    return directory.resolve("trials.csv");
  }

  /** One row a trial of the Pareto front. */
  public Path pareto() {
    return directory.resolve("pareto.csv");
  }

  /** One row a network of the final comparison. */
  public Path comparison() {
    return directory.resolve("comparison.csv");
  }

  /** The winner, from which it can be trained again. */
  public Path architecture() {
    return directory.resolve("best-architecture.json");
  }

  /** The retrained winner. */
  public Path model() {
    return directory.resolve("best-model.zip");
  }

  /** What the retrained winner scores. */
  public Path metrics() {
    return directory.resolve("metrics.json");
  }

  /** What the strategy has learned, if it learns. */
  public Path policy() {
    return directory.resolve("policy.json");
  }

  /** What libraries had to say. */
  public Path log() {
    return directory.resolve("log.txt");
  }

  /** Whether a study was started here. */
  public boolean exists() {
    return Files.exists(store());
  }

  /**
   * This folder, in which a study was started.
   *
   * @throws IllegalArgumentException if none was
   */
  @CanIgnoreReturnValue
  public StudyFolder requireStudy() {
    if (!exists()) {
      throw new IllegalArgumentException(
          "%s: there is no study (no %s)".formatted(directory, store().getFileName()));
    }
    return this;
  }

  /**
   * Moves the folder aside, to the first free name of {@code DIR.1}, {@code DIR.2} and so on.
   *
   * @return where it is now
   * @throws IllegalArgumentException if a process works in it
   */
  public Path moveAside() throws IOException {
    FolderLock lock = FolderLock.take(directory);
    try {
      for (int i = 1; ; i++) {
        Path aside = directory.resolveSibling(directory.getFileName() + "." + i);
        if (!Files.exists(aside)) {
          return Files.move(directory, aside);
        }
      }
    } finally {
      lock.close(); // after the move: what waits for it meanwhile begins in a new folder
    }
  }

  /**
   * Checks that nobody works in the folder, which need not be there.
   *
   * @throws IllegalArgumentException if a process does, which the message names
   */
  public void requireFree() throws IOException {
    FolderLock.requireFree(directory);
  }
}
