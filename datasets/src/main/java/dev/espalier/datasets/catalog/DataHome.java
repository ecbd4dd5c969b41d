package dev.espalier.datasets.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where fetched datasets lie, and data of one's own may: the directory that the system property
 * {@code espalier.data} names, else the environment variable {@code ESPALIER_DATA}, else {@code
 * .espalier/datasets} in the user's home.
 */
public final class DataHome {
  /** The system property that names the directory. */
  public static final String PROPERTY = "espalier.data";

  /** The environment variable that names the directory. */
  public static final String VARIABLE = "ESPALIER_DATA";

  private static final Pattern DATA = Pattern.compile("(?:\\.\\./)*data/(.+)");

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

  /**
   * The place that a path of an experiment means: from a folder, or, if nothing is there, what
   * comes after its {@code data/} in the directory of all data.
   *
   * @param folder where relative paths start
   */
  public static Path find(Path folder, String path) {
    Path near = folder.resolve(path).normalize();
    return Files.exists(near)
        ? near
        : below(path).map(name -> directory().resolve(name)).filter(Files::exists).orElse(near);
  }

  /** Where else a path was looked for, in words. */
  public static String elsewhere(String path) {
    return below(path)
        .map(name -> ", nor as %s (%s)".formatted(directory().resolve(name), VARIABLE))
        .orElse("");
  }

  /** What comes after {@code data/}; empty for another path. */
  private static Optional<String> below(String path) {
    Matcher matcher = DATA.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
