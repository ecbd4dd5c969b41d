package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import dev.espalier.datasets.example.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Counts files by the endings of their names. For one thread. */
public final class Endings {
  private final Map<String, Integer> counts = new TreeMap<>();

  /** The ending of a name in lower case, without its dot; empty if it has none. */
  static String of(Path path) {
    return MoreFiles.getFileExtension(path).toLowerCase(Locale.ROOT);
  }

  /** Whether a name says that its file is none of the data. */
  static boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  /**
   * The files directly inside a directory that are not read, hidden ones left out.
   *
   * @param read whether a file is
   * @throws DatasetException if the directory cannot be listed
   */
  public static ImmutableMap<String, Integer> others(Path directory, Predicate<Path> read) {
    Endings endings = new Endings();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(path -> !Files.isDirectory(path) && !isHidden(path) && !read.test(path))
          .forEach(endings::add);
    } catch (IOException e) {
      throw new DatasetException(
          directory.toString(), "", "cannot be listed: " + FileFault.why(e), e);
    }
    return endings.counts();
  }

  void add(Path path) {
    String ending = of(path);
    counts.merge(ending.isEmpty() ? "(none)" : "." + ending, 1, Integer::sum);
  }

  void add(Map<String, Integer> more) {
    more.forEach((ending, count) -> counts.merge(ending, count, Integer::sum));
  }

  /** How many there are of each ending, such as {@code .txt}. */
  ImmutableMap<String, Integer> counts() {
    return ImmutableMap.copyOf(counts);
  }
}
