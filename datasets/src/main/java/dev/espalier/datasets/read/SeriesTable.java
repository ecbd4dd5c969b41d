package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.example.DatasetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A table in long format: one row a step, with a column that says of which series. Rows of a series
 * need not follow each other. Immutable.
 */
public final class SeriesTable {
  private final Table table;

  /** Rows of each series, by step; series in the order in which they first occur. */
  private final ImmutableList<ImmutableList<Integer>> series;

  private final ImmutableList<String> names;

  private SeriesTable(Table table, Map<String, List<Integer>> series) {
    this.table = table;
    this.series =
        series.values().stream()
            .map(ImmutableList::copyOf)
            .collect(ImmutableList.toImmutableList());
    this.names = ImmutableList.copyOf(series.keySet());
  }

  /**
   * Sorts the rows of a table by series and step.
   *
   * @param id column that names the series
   * @param step column of numbers or ISO-8601 times by which rows are sorted; null to keep the
   *     order of the lines
   * @throws DatasetException if a column is missing, a cell of one of them is, or a series has two
   *     rows of one step
   */
  public static SeriesTable of(Table table, String id, @Nullable String step) {
    int column = table.column(id);
    Map<String, List<Integer>> series = new LinkedHashMap<>();
    for (int row = 0; row < table.size(); row++) {
      if (table.isMissing(row, column)) {
        throw table.fault(row, column, "must name the series of the row, holds no value");
      }
      series.computeIfAbsent(table.cell(row, column), any -> new ArrayList<>()).add(row);
    }
    if (step != null) {
      sort(table, table.column(step), series);
    }
    return new SeriesTable(table, series);
  }

  private static void sort(Table table, int column, Map<String, List<Integer>> series) {
    double[] steps = new double[table.size()];
    for (int row = 0; row < steps.length; row++) {
      steps[row] = Times.parse(table, row, column);
    }
    series.forEach(
        (name, rows) -> {
          rows.sort(Comparator.comparingDouble(row -> steps[row]));
          for (int i = 1; i < rows.size(); i++) {
            int row = rows.get(i);
            int before = rows.get(i - 1);
            if (steps[row] == steps[before]) {
              throw table.fault(
                  row,
                  column,
                  "step %s of series '%s' is in %s too; a series must have each step once"
                      .formatted(table.cell(row, column), name, table.place(before)));
            }
          }
        });
  }

  /** Names of the series. */
  public ImmutableList<String> names() {
    return names;
  }

  /**
   * The values of some columns.
   *
   * @throws DatasetException if a column is missing or a cell is neither a number nor missing
   */
  public RawSeries values(List<String> channels) {
    int[] columns = channels.stream().mapToInt(table::column).toArray();
    RawSeries.Builder built = RawSeries.builder(table.source(), channels);
    for (int i = 0; i < series.size(); i++) {
      ImmutableList<Integer> rows = series.get(i);
      double[] values = new double[columns.length * rows.size()];
      for (int channel = 0; channel < columns.length; channel++) {
        for (int step = 0; step < rows.size(); step++) {
          values[channel * rows.size() + step] = value(rows.get(step), columns[channel]);
        }
      }
      built.add("series '%s', from %s".formatted(names.get(i), table.place(firstRow(i))), values);
    }
    return built.build();
  }

  private double value(int row, int column) {
    if (table.isMissing(row, column)) {
      return Double.NaN;
    }
    OptionalDouble number = table.number(row, column);
    if (number.isEmpty()) {
      throw table.fault(
          row,
          column,
          "'%s' must be a number: this column is a channel of the series"
              .formatted(table.cell(row, column)));
    }
    return number.getAsDouble();
  }

  /**
   * One row a series, for columns whose cells are the same in all of its rows.
   *
   * @throws DatasetException if a column is missing, or its cells in a series differ
   */
  public Table summary(List<String> constant) {
    for (String name : constant) {
      int column = table.column(name);
      for (int i = 0; i < series.size(); i++) {
        String expected = table.cell(firstRow(i), column);
        for (int row : series.get(i)) {
          if (!table.cell(row, column).equals(expected)) {
            throw table.fault(
                row,
                column,
                "'%s' must be '%s', as in %s: series '%s' has one value here"
                    .formatted(
                        table.cell(row, column), expected, table.place(firstRow(i)), names.get(i)));
          }
        }
      }
    }
    int[] first = new int[series.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = firstRow(i);
    }
    return table.select(first);
  }

  /** Of the first step. */
  private int firstRow(int index) {
    return series.get(index).get(0);
  }
}
