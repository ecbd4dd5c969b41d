package dev.espalier.datasets.read;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.Fingerprint;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Named columns of text cells, as a CSV or TSV file holds them. Immutable.
 *
 * <p>A cell is missing when it is blank or one of {@code ? NA N/A #N/A <NA> NaN null None}, in any
 * case. A cell is a number when it is a finite decimal, with or without exponent.
 */
public final class Table implements RawRows {
  private static final ImmutableSet<String> MISSING =
      ImmutableSet.of("", "?", "na", "n/a", "#n/a", "<na>", "n.a.", "nan", "-nan", "null", "none");
  private static final int MAX_LISTED = 20;

  /** Letters up to which texts are equal by chance. */
  private static final int SHORT_TEXT = 20;

  /** One row: its number or the line on which it starts, counted from 1, and its cells. */
  record Row(long number, ImmutableList<String> cells) {}

  private final String source;
  private final String unit;
  private final ImmutableList<String> columns;
  private final ImmutableList<Row> rows;
  private final ImmutableList<Integer> inputs;

  Table(String source, List<String> columns, List<Row> rows) {
    this(source, "line", columns, rows);
  }

  private Table(String source, String unit, List<String> columns, List<Row> rows) {
    this(
        source,
        unit,
        ImmutableList.copyOf(columns),
        ImmutableList.copyOf(rows),
        ContiguousSet.closedOpen(0, columns.size()).asList());
  }

  private Table(
      String source,
      String unit,
      ImmutableList<String> columns,
      ImmutableList<Row> rows,
      ImmutableList<Integer> inputs) {
    this.source = source;
    this.unit = unit;
    this.columns = columns;
    this.rows = rows;
    this.inputs = inputs;
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
    return isMissing(cell(row, column));
  }

  /** Whether a text stands for a value that is missing. */
  public static boolean isMissing(String cell) {
    return MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** The number in a cell; empty if it is missing or something else. */
  public OptionalDouble number(int row, int column) {
    return Numbers.parse(cell(row, column));
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
    return new Table(source, unit, columns, picked.build(), inputs);
  }

  /** The same table, of which these columns alone say whether two rows are alike to a network. */
  public Table withInputs(List<String> names) {
    return new Table(
        source,
        unit,
        columns,
        rows,
        names.stream().map(this::column).collect(ImmutableList.toImmutableList()));
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
    inputs.forEach(column -> fingerprint.add(cell(row, column)));
  }

  @Override
  public double combinations() {
    double combinations = 1;
    for (int column : inputs) {
      combinations *= possible(column);
    }
    return combinations;
  }

  /**
   * How many values a column may hold: for numbers those between the smallest and the largest that
   * have as many decimals, for short texts those that occur.
   */
  private double possible(int column) {
    Set<String> different = new HashSet<>();
    rows.forEach(row -> different.add(row.cells().get(column)));
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    int decimals = 0;
    long letters = 0;
    boolean numeric = true;
    for (String cell : different) {
      OptionalDouble number = Numbers.parse(cell);
      numeric &= isMissing(cell) || number.isPresent();
      if (number.isPresent()) {
        smallest = Math.min(smallest, number.getAsDouble());
        largest = Math.max(largest, number.getAsDouble());
        decimals = Math.max(decimals, cell.length() - 1 - (cell + ".").indexOf('.'));
      }
      letters += cell.length();
    }
    if (numeric) {
      return 1 + Math.max(0, (largest - smallest) * Math.pow(10, decimals));
    }
    return letters > (long) SHORT_TEXT * different.size()
        ? Double.POSITIVE_INFINITY
        : different.size();
  }
}
