package dev.espalier.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What the jars were built from. */
public final class BuildInfo {
  private static final String UNKNOWN = "unknown";
  private static final Properties PROPERTIES = read();

  private BuildInfo() {}

  /** Version of this library. */
  public static String version() {
    return PROPERTIES.getProperty("version", UNKNOWN);
  }

  /** Commit that it was built from; {@code unknown} outside a checkout. */
  public static String commit() {
    String commit = PROPERTIES.getProperty("gitCommit", UNKNOWN);
    return commit.startsWith("$") ? UNKNOWN : commit;
  }

  /** Version of Deeplearning4j that it was built against. */
  static String deeplearning4j() {
    return PROPERTIES.getProperty("dl4j", UNKNOWN);
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      properties.clear(); // then all of it is unknown, which is what the record will say
    }
    return properties;
  }
}
