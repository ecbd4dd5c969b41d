package dev.espalier.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes or replaces a file, whole or not at all: the content goes to a hidden file beside it,
 * which is then moved into place. Safe for use by many threads and processes; of several writers of
 * one file the last wins.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it.
     *
     * @param fresh a name that nothing has yet, in the folder of the file to be
     */
    void writeTo(Path fresh) throws IOException;
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws IllegalArgumentException if the path names no file, such as {@code /}
   * @throws IOException if writing fails; what was there before stays
   */
  public static void write(Path file, String text) throws IOException {
    replace(file, fresh -> Files.writeString(fresh, text));
  }

  /**
   * Writes any content.
   *
   * @throws IllegalArgumentException if the path names no file, such as {@code /}
   * @throws IOException if writing fails; what was there before stays
   */
  public static void replace(Path file, Content content) throws IOException {
    Path name = file.getFileName();
    if (name == null || name.toString().isEmpty()) {
      throw new IllegalArgumentException("'%s' names no file to write".formatted(file));
    }
    Path absolute = file.toAbsolutePath();
    Path fresh = absolute.resolveSibling(".%s.%s.tmp".formatted(name, UUID.randomUUID()));
    try {
      content.writeTo(fresh);
      move(fresh, absolute);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void move(Path fresh, Path file) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
