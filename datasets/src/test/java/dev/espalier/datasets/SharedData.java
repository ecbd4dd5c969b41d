package dev.espalier.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Full datasets on this machine, for tests that need them: in the directory that the system
 * property {@code espalier.shared.data} names, else in {@code ../shared/data} beside the project.
 */
public final class SharedData {
  private SharedData() {}

  /** The folder of a dataset; skips the test where it is not there. */
  public static Path folder(String dataset) {
    Path folder =
        Path.of(System.getProperty("espalier.shared.data", "../../shared/data")).resolve(dataset);
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "the full data is not at " + folder.toAbsolutePath());
    return folder;
  }
}
