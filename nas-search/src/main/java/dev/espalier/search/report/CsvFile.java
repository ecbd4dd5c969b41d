package dev.espalier.search.report;

import dev.espalier.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes rows as one file, all or nothing. */
final class CsvFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').build();

  private CsvFile() {}

  static void write(Path file, List<? extends List<String>> rows) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      for (List<String> row : rows) {
        printer.printRecord(row);
      }
      AtomicFile.write(file, text.toString());
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot write " + file, cause);
    }
  }
}
