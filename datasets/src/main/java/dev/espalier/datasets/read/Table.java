package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Fingerprint;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Named columns of text cells, as a CSV or TSV file holds them. Immutable.
 *
 * <p>A cell is missing when it is blank or one of {@code ? NA N/A NaN null}, in any case. A cell is
 * a number when it is a finite decimal, with or without exponent.
 */
public final class Table implements RawRows {
  private static final ImmutableSet<String> MISSING =
      ImmutableSet.of("", "?", "na", "n/a", "nan", "null");
  private static final int MAX_LISTED = 20;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  /** One row: its number or the line on which it starts, counted from 1, and its cells. */
  record Row(long number, ImmutableList<String> cells) {}

  private final String source;
  private final String unit;
  private final ImmutableList<String> columns;
  private final ImmutableList<Row> rows;

  Table(String source, List<String> columns, List<Row> rows) {
    this(source, "line", columns, rows);
  }

  private Table(String source, String unit, List<String> columns, List<Row> rows) {
    this.source = source;
    this.unit = unit;
    this.columns = ImmutableList.copyOf(columns);
    this.rows = ImmutableList.copyOf(rows);
  }

  /**
   * A table of a reader of one's own. Messages count its rows from 1.
   *
   * @param source what messages call it, such as the name of the file
   * @param columns their names, no two alike
   * @param rows as many cells each; surrounding blanks are dropped
   * @throws DatasetException if names are alike, or a row has more or fewer cells than there are
   *     columns
   */
  public static Table of(String source, List<String> columns, List<? extends List<String>> rows) {
    if (ImmutableSet.copyOf(columns).size() != columns.size()) {
      throw new DatasetException(
          source, "two of its columns %s are called alike".formatted(columns));
    }
    ImmutableList.Builder<Row> kept = ImmutableList.builderWithExpectedSize(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      List<String> cells = rows.get(i);
      if (cells.size() != columns.size()) {
        throw new DatasetException(
            source,
            "row " + (i + 1),
            "has %s cells; must have one for each of %s columns"
                .formatted(cells.size(), columns.size()));
      }
      kept.add(
          new Row(
              i + 1L, cells.stream().map(String::strip).collect(ImmutableList.toImmutableList())));
    }
    return new Table(source, "row", columns, kept.build());
  }

  /** Names of the columns, in the order of the file; {@code c1, c2, ...} where it has no header. */
  public ImmutableList<String> columns() {
    return columns;
  }

  /** Names of the columns for a message: all of a few, the first and the last of many. */
  public String columnList() {
    return columns.size() <= MAX_LISTED
        ? String.join(", ", columns)
        : "%s, ... %s (%s in all)"
            .formatted(
                String.join(", ", columns.subList(0, MAX_LISTED - 1)),
                columns.get(columns.size() - 1),
                columns.size());
  }

  /**
   * Position of a column.
   *
   * @throws DatasetException if there is none of that name; lists those there are
   */
  public int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new DatasetException(
          source, "has no column '%s'; its columns are %s".formatted(name, columnList()));
    }
    return index;
  }

  /** A cell as it stands in the file, without surrounding blanks. */
  public String cell(int row, int column) {
    return rows.get(row).cells().get(column);
  }

  /** Whether a cell holds no value. */
  public boolean isMissing(int row, int column) {
    return MISSING.contains(cell(row, column).toLowerCase(Locale.ROOT));
  }

  /** The number in a cell; empty if it is missing or something else. */
  public OptionalDouble number(int row, int column) {
    return parse(cell(row, column));
  }

  /** The finite number that a text stands for; empty if it is something else. */
  public static OptionalDouble parse(String cell) {
    if (!NUMBER.matcher(cell).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(cell);
    // Features are floats: what overflows a float is no usable number.
    return Float.isFinite((float) value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** A fault of one cell, to be thrown. */
  public DatasetException fault(int row, int column, String problem) {
    return new DatasetException(
        source, place(row) + ", column '" + columns.get(column) + "'", problem);
  }

  /** The chosen rows, in the given order. */
  public Table select(int[] chosen) {
    ImmutableList.Builder<Row> picked = ImmutableList.builderWithExpectedSize(chosen.length);
    for (int row : chosen) {
      picked.add(rows.get(row));
    }
    return new Table(source, unit, columns, picked.build());
  }

  /** The same cells under other column names, as many as before. */
  Table renamed(List<String> names) {
    return new Table(source, unit, names, rows);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String place(int row) {
    return "%s %s".formatted(unit, rows.get(row).number());
  }

  @Override
  public void addTo(Fingerprint fingerprint) {
    fingerprint.add(columns).add(rows.size());
    for (Row row : rows) {
      fingerprint.add(row.cells());
    }
  }

  @Override
  public void addTo(int row, Fingerprint fingerprint) {
    fingerprint.add(rows.get(row).cells());
  }
}
