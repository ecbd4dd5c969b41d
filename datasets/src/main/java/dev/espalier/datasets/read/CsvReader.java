package dev.espalier.datasets.read;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.Table.Row;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads tables from UTF-8 text.
 *
 * <p>Cells are parted by commas, semicolons or tabs, whichever the first line has most of. In
 * tab-separated text a quotation mark is a letter as any other; elsewhere it encloses cells (RFC
 * 4180). The first line is a header if it holds the names that the caller needs; else the columns
 * are called {@code c1, c2, ...}, if those are the names that the caller needs.
 */
public final class CsvReader {
  /** Names of columns that are labels where nothing else is said. */
  public static final ImmutableSet<String> USUAL_LABELS =
      ImmutableSet.of("label", "class", "target");

  private static final Pattern POSITIONAL = Pattern.compile("c[1-9]\\d*");

  private CsvReader() {}

  /**
   * Reads a table.
   *
   * @param needed columns that must be there; if empty, the first line is a header if it holds a
   *     usual label's name, or no number
   * @throws DatasetException if the file cannot be read, a row is ragged, or a column is missing
   */
  public static Table read(DataFile file, Set<String> needed) {
    List<Row> rows = rows(file);
    List<String> first = rows.get(0).cells();
    boolean header =
        needed.isEmpty()
            ? first.stream().anyMatch(USUAL_LABELS::contains)
                || first.stream().noneMatch(cell -> Numbers.parse(cell).isPresent())
            : first.containsAll(needed);
    if (!header && !needed.stream().allMatch(name -> POSITIONAL.matcher(name).matches())) {
      // Says which one is missing.
      Table headed = new Table(file.name(), first, List.of());
      needed.stream().sorted().forEach(headed::column);
    }
    Table table =
        header
            ? new Table(file.name(), names(file, first), rows.subList(1, rows.size()))
            : new Table(file.name(), positions(first.size()), rows);
    needed.forEach(table::column);
    if (table.size() == 0) {
      throw new DatasetException(file.name(), "has a header and no rows");
    }
    return table;
  }

  /**
   * Reads new data for a model: the columns of its features are enough. A file without a header
   * holds either the very features, or every column of the training data.
   *
   * @param features names of the feature columns, in training order
   */
  public static Table readFeatures(DataFile file, List<String> features) {
    List<Row> rows = rows(file);
    boolean positional = features.stream().allMatch(name -> POSITIONAL.matcher(name).matches());
    if (positional && rows.get(0).cells().size() == features.size()) {
      return new Table(file.name(), features, rows);
    }
    return read(file, ImmutableSet.copyOf(features));
  }

  private static List<Row> rows(DataFile file) {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader text = file.openText()) {
      CSVFormat format = format(text);
      WatchedReader watched = new WatchedReader(text);
      try (CSVParser parser = CSVParser.parse(watched, format)) {
        Iterator<CSVRecord> records = parser.iterator();
        while (next(file, watched, parser, records)) {
          List<String> cells = records.next().toList();
          long line = parser.getCurrentLineNumber() - lineBreaks(cells);
          if (!rows.isEmpty() && cells.size() != rows.get(0).cells().size()) {
            throw new DatasetException(
                file.name(),
                "line " + line,
                "has %s cells, the first line has %s"
                    .formatted(cells.size(), rows.get(0).cells().size()));
          }
          rows.add(
              new Row(
                  line, cells.stream().map(String::trim).collect(ImmutableList.toImmutableList())));
        }
      }
    } catch (IOException e) {
      throw file.unreadable("after " + rows.size() + " rows", e);
    }
    if (rows.isEmpty()) {
      throw new DatasetException(file.name(), "is empty");
    }
    return rows;
  }

  /** The parser throws the same where reading fails and where the text is malformed. */
  private static boolean next(
      DataFile file, WatchedReader watched, CSVParser parser, Iterator<CSVRecord> records)
      throws IOException {
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      IOException cause = requireNonNull(e.getCause());
      if (watched.failed) {
        throw cause;
      }
      throw new DatasetException(
          file.name(),
          "line " + parser.getCurrentLineNumber(),
          "is not well-formed CSV: " + cause.getMessage(),
          e);
    }
  }

  /** Knows whether reading has failed. */
  private static final class WatchedReader extends FilterReader {
    private boolean failed;

    WatchedReader(Reader text) {
      super(text);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException failure) {
        failed = true;
        throw failure;
      }
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException failure) {
        failed = true;
        throw failure;
      }
    }
  }

  private static CSVFormat format(BufferedReader text) throws IOException {
    int lookAhead = 1 << 16;
    text.mark(lookAhead);
    int commas = 0;
    int semicolons = 0;
    int tabs = 0;
    int read = 0;
    for (int c = text.read(); c >= 0 && c != '\n' && ++read < lookAhead; c = text.read()) {
      commas += c == ',' ? 1 : 0;
      semicolons += c == ';' ? 1 : 0;
      tabs += c == '\t' ? 1 : 0;
    }
    text.reset();
    CSVFormat.Builder format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true);
    if (tabs > Math.max(commas, semicolons)) {
      return format.setDelimiter('\t').setQuote(null).build();
    }
    return format.setDelimiter(semicolons > commas ? ';' : ',').build();
  }

  private static long lineBreaks(Collection<String> cells) {
    return cells.stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
  }

  private static List<String> names(DataFile file, List<String> header) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).isEmpty() ? "c" + (i + 1) : header.get(i);
      if (!seen.add(name)) {
        throw new DatasetException(file.name(), "line 1", "two columns are called '" + name + "'");
      }
      names.add(name);
    }
    return names;
  }

  private static List<String> positions(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("c" + i);
    }
    return names;
  }
}
