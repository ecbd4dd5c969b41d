package dev.espalier.datasets.catalog;

import java.nio.file.Path;

/**
 * Where fetched datasets lie: the directory that the system property {@code espalier.data} names,
 * else the environment variable {@code ESPALIER_DATA}, else {@code .espalier/datasets} in the
 * user's home.
 */
public final class DataHome {
  /** The system property that names the directory. */
  public static final String PROPERTY = "espalier.data";

  /** The environment variable that names the directory. */
  public static final String VARIABLE = "ESPALIER_DATA";

  private DataHome() {}

  /** The directory of all fetched datasets. */
  public static Path directory() {
    String property = System.getProperty(PROPERTY, "");
    if (!property.isBlank()) {
      return Path.of(property);
    }
    String variable = System.getenv(VARIABLE);
    return variable == null || variable.isBlank()
        ? Path.of(System.getProperty("user.home"), ".espalier", "datasets")
        : Path.of(variable);
  }

  /** The directory of one dataset. */
  public static Path of(String dataset) {
    return directory().resolve(dataset);
  }
}
