package dev.espalier.file;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Full datasets and published tables on this machine, for tests that need them: in the directory
 * that {@code ESPALIER_DATA} names.
 */
public final class FullData {
  private FullData() {}

  /** The folder of a dataset; skips the test where it is not there. */
  public static Path folder(String dataset) {
    String home = System.getenv("ESPALIER_DATA");
    Assumptions.assumeTrue(home != null, "ESPALIER_DATA does not say where the full data are");
    Path folder = Path.of(String.valueOf(home)).resolve(dataset);
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "the full data are not at " + folder.toAbsolutePath());
    return folder;
  }
}
