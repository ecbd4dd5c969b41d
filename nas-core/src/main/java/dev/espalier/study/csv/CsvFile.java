package dev.espalier.study.csv;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows as one file, all or nothing. */
final class CsvFile {
  private static final CharMatcher SPECIAL = CharMatcher.anyOf(",\"\r\n");

  private CsvFile() {}

  static void write(Path file, List<List<String>> rows) {
    String text = rows.stream().map(CsvFile::line).collect(Collectors.joining());
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot write " + file, cause);
    }
  }

  private static String line(List<String> fields) {
    return fields.stream().map(CsvFile::quote).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quote(String field) {
    return SPECIAL.matchesAnyOf(field) ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
