package dev.espalier.study.csv;

import com.google.common.base.CharMatcher;
import dev.espalier.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows as one file, all or nothing. */
final class CsvFile {
  private static final CharMatcher SPECIAL = CharMatcher.anyOf(",\"\r\n");

  private CsvFile() {}

  static void write(Path file, List<List<String>> rows) {
    String text = rows.stream().map(CsvFile::line).collect(Collectors.joining());
    try {
      AtomicFile.write(file, text);
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
