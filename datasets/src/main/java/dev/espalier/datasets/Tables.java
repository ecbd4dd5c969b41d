package dev.espalier.datasets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.CsvReader;
import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.read.TableReaders;
import dev.espalier.datasets.read.Times;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A training table, perhaps a test table, and the roles of their columns. */
final class Tables {

  private final Table training;
  private final @Nullable Table test;
  private final ImmutableList<String> labels;
  private final @Nullable String group;
  private final @Nullable String order;
  private final ImmutableList<String> features;

  private Tables(
      Table training, @Nullable Table test, ImmutableList<String> labels, DatasetSpec spec) {
    this.training = training;
    this.test = test;
    this.labels = labels;
    this.group = spec.group();
    this.order = spec.order();
    Set<String> others = new HashSet<>(labels);
    others.addAll(roles(spec));
    this.features =
        training.columns().stream()
            .filter(column -> !others.contains(column))
            .collect(ImmutableList.toImmutableList());
    if (features.isEmpty()) {
      throw new DatasetException(
          training.source(), "has no feature column beside " + String.join(", ", others));
    }
  }

  /**
   * Reads the tables.
   *
   * @throws DatasetException if a column that the spec names is missing
   */
  static Tables read(DataFile data, @Nullable DataFile test, DatasetSpec spec) {
    Set<String> needed = new HashSet<>(spec.label());
    needed.addAll(roles(spec));
    if (spec.text() != null) {
      needed.add(spec.text());
    }
    Table all = TableReaders.read(data, needed);
    ImmutableList<String> labels = spec.label().isEmpty() ? usualLabel(all) : spec.label();
    if (spec.test() instanceof TestSplit.Column column) {
      int index = all.column(column.column());
      return new Tables(
          all.select(rows(all, index, "train")),
          all.select(rows(all, index, "test")),
          labels,
          spec);
    }
    if (test == null) {
      return new Tables(all, null, labels, spec);
    }
    Set<String> testNeeds = new HashSet<>(all.columns());
    return new Tables(all, TableReaders.read(test, testNeeds), labels, spec);
  }

  private static int[] rows(Table table, int column, String value) {
    int[] rows =
        IntStream.range(0, table.size())
            .filter(
                row -> {
                  String cell = table.cell(row, column);
                  if (!cell.equals("train") && !cell.equals("test")) {
                    throw table.fault(
                        row, column, "'%s' is neither train nor test".formatted(cell));
                  }
                  return cell.equals(value);
                })
            .toArray();
    if (rows.length == 0) {
      throw new DatasetException(
          table.source(),
          "column '" + table.columns().get(column) + "'",
          "no row says '" + value + "'");
    }
    return rows;
  }

  /**
   * Columns that a setting of the spec names.
   *
   * @throws DatasetException if one is not there, or no feature
   */
  ImmutableSet<String> named(String setting, List<String> names) {
    for (String name : names) {
      if (!features.contains(training.columns().get(training.column(name)))) {
        throw new DatasetException(
            training.source(),
            "%s names column '%s', which is no feature; must be of %s"
                .formatted(setting, name, features));
      }
    }
    return ImmutableSet.copyOf(names);
  }

  private static ImmutableList<String> usualLabel(Table table) {
    List<String> found = CsvReader.USUAL_LABELS.stream().filter(table.columns()::contains).toList();
    if (found.size() != 1) {
      throw new DatasetException(
          table.source(), "label must name the target column, one of " + table.columnList());
    }
    return ImmutableList.copyOf(found);
  }

  private static Set<String> roles(DatasetSpec spec) {
    Set<String> roles = new HashSet<>();
    if (spec.group() != null) {
      roles.add(spec.group());
    }
    if (spec.order() != null) {
      roles.add(spec.order());
    }
    if (spec.test() instanceof TestSplit.Column column) {
      roles.add(column.column());
    }
    if (spec.series() != null) {
      roles.add(spec.series());
    }
    if (spec.step() != null) {
      roles.add(spec.step());
    }
    return roles;
  }

  Table training() {
    return training;
  }

  @Nullable Table test() {
    return test;
  }

  /** The training table, and the test table if there is one. */
  ImmutableList<Table> both() {
    return test == null ? ImmutableList.of(training) : ImmutableList.of(training, test);
  }

  ImmutableList<String> labels() {
    return labels;
  }

  /** Columns without another role, in the order of the file. */
  ImmutableList<String> features() {
    return features;
  }

  ImmutableList<ImmutableList<String>> targets(Table table) {
    int[] columns = labels.stream().mapToInt(table::column).toArray();
    return IntStream.range(0, table.size())
        .mapToObj(
            row ->
                IntStream.of(columns)
                    .mapToObj(column -> table.cell(row, column))
                    .collect(ImmutableList.toImmutableList()))
        .collect(ImmutableList.toImmutableList());
  }

  ImmutableList<String> groups(Table table) {
    if (group == null) {
      return ImmutableList.of();
    }
    int column = table.column(group);
    return IntStream.range(0, table.size())
        .mapToObj(
            row -> {
              if (table.isMissing(row, column)) {
                throw table.fault(row, column, "a group must not be missing");
              }
              return table.cell(row, column);
            })
        .collect(ImmutableList.toImmutableList());
  }

  ImmutableList<Double> times(Table table) {
    if (order == null) {
      return ImmutableList.of();
    }
    int column = table.column(order);
    return IntStream.range(0, table.size())
        .mapToObj(row -> Times.parse(table, row, column))
        .collect(ImmutableList.toImmutableList());
  }

  /** Cells without a value over both tables, for columns that have some. */
  ImmutableMap<String, Integer> missing(List<String> columns) {
    ImmutableMap.Builder<String, Integer> counts = ImmutableMap.builder();
    for (String name : columns) {
      int count = both().stream().mapToInt(table -> missing(table, name)).sum();
      if (count > 0) {
        counts.put(name, count);
      }
    }
    return counts.buildOrThrow();
  }

  private static int missing(Table table, String name) {
    int column = table.column(name);
    return (int)
        IntStream.range(0, table.size()).filter(row -> table.isMissing(row, column)).count();
  }
}
