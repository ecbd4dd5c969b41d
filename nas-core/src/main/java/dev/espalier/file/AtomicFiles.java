package dev.espalier.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replaces several files of a folder as one: whatever happens on the way, a crash or a loss of
 * power, after {@link #recover} either all are the new ones or all are the old ones. The new ones
 * are first written to a hidden folder, on to the disk; from then on they only need to be moved,
 * which {@link #recover} does again where it was cut off.
 *
 * <p>One process at a time may write to a folder.
 *
 * <pre>{@code
 * AtomicFiles.recover(folder);
 * AtomicFiles.replace(
 *     folder, Map.of("a.txt", file -> Files.writeString(file, "a"), "b.txt", file -> Files.writeString(file, "b")));
 * }</pre>
 */
public final class AtomicFiles {
  private static final String STAGE = ".new-files";
  private static final String COMPLETE = ".complete";

  private AtomicFiles() {}

  /**
   * Writes or replaces files.
   *
   * @param folder that is there
   * @param contents by the name of the file in the folder
   * @throws IOException if writing fails; what was there before stays
   */
  public static void replace(Path folder, Map<String, AtomicFile.Content> contents)
      throws IOException {
    recover(folder);
    Path stage = Files.createDirectory(folder.resolve(STAGE));
    try {
      for (Map.Entry<String, AtomicFile.Content> each : contents.entrySet()) {
        Path file = stage.resolve(each.getKey());
        each.getValue().writeTo(file);
        force(file);
      }
      force(Files.createFile(stage.resolve(COMPLETE)));
    } catch (IOException | RuntimeException failure) {
      delete(stage);
      throw failure;
    }
    recover(folder);
  }

  /** Ends what {@link #replace} was cut off from, one way or the other. */
  public static void recover(Path folder) throws IOException {
    Path stage = folder.resolve(STAGE);
    if (Files.exists(stage.resolve(COMPLETE))) {
      for (Path file : files(stage)) {
        if (!file.endsWith(COMPLETE)) {
          Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (Files.exists(stage)) {
      delete(stage);
    }
  }

  /** Whether the folder's files may be a mixture that {@link #recover} would mend. */
  public static boolean unfinished(Path folder) {
    return Files.exists(folder.resolve(STAGE));
  }

  private static void delete(Path stage) throws IOException {
    Files.deleteIfExists(stage.resolve(COMPLETE));
    for (Path file : files(stage)) {
      Files.delete(file);
    }
    Files.delete(stage);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
