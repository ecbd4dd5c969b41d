package dev.espalier.eval.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The zip of a model: holds the entries that a model has, and nothing else, none larger than it may
 * be. Deeplearning4j reads more of them than a model needs, one by Java serialization, which runs
 * code of the reader's choosing.
 */
final class ModelArchive implements Closeable {
  static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
  static final String COEFFICIENTS = ModelSerializer.COEFFICIENTS_BIN;
  static final String UPDATER = ModelSerializer.UPDATER_BIN;

  /** At the top level: Deeplearning4j refuses files with a folder in them. */
  static final String PREPROCESSING = "espalier-preprocessing.json";

  private static final long MEGABYTE = 1 << 20;

  /** Most bytes of an entry, unpacked. */
  private static final Map<String, Long> LARGEST =
      Map.of(
          CONFIGURATION, 32 * MEGABYTE,
          COEFFICIENTS, 1900 * MEGABYTE,
          UPDATER, 1900 * MEGABYTE,
          PREPROCESSING, 128 * MEGABYTE);

  private final Path file;
  private final ZipFile zip;

  private ModelArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it holds what a model has not
   * @throws java.util.zip.ZipException if it is no zip
   */
  static ModelArchive open(Path file) throws IOException {
    ModelArchive archive = new ModelArchive(file, new ZipFile(file.toFile()));
    try {
      archive.requireKnownEntries();
      return archive;
    } catch (RuntimeException refused) {
      archive.close();
      throw refused;
    }
  }

  private void requireKnownEntries() {
    Set<String> seen = new HashSet<>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      if (!LARGEST.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s: holds %s; a model holds %s and nothing else"
                .formatted(
                    file,
                    printable(name),
                    String.join(", ", LARGEST.keySet().stream().sorted().toList())));
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("%s: holds %s twice".formatted(file, name));
      }
    }
  }

  private static String printable(String name) {
    String text = name.replaceAll("[^\\x20-\\x7e]", "?");
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  /** Whether there is such an entry. */
  boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  /**
   * The content of an entry.
   *
   * @throws IllegalArgumentException if it is not there, or larger than it may be
   */
  byte[] read(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "%s: holds no %s; it must be a model that nas search or nas train wrote"
              .formatted(file, name));
    }
    long largest = LARGEST.getOrDefault(name, 0L);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes((int) (largest + 1)); // whatever size the entry states
      if (content.length > largest) {
        throw new IllegalArgumentException(
            "%s: %s has more than %s bytes; a model's has at most as many"
                .formatted(file, name, largest));
      }
      return content;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
