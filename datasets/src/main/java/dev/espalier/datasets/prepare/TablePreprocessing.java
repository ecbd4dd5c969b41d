package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.example.FeatureShape;
import dev.espalier.datasets.example.Features;
import dev.espalier.datasets.read.RawVectors;
import dev.espalier.datasets.read.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table whose numeric columns are scaled and whose other columns become one slot a category.
 *
 * @param columns the feature columns, in training order
 * @param targets how to read a model's outputs
 */
public record TablePreprocessing(List<FeatureColumn> columns, @JsonUnwrapped TargetEncoding targets)
    implements Preprocessing {

  public TablePreprocessing {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a table needs at least one feature column");
    }
  }

  /**
   * Learns how to treat each column; numbers are told from categories by all rows.
   *
   * @param names of the feature columns
   * @param train rows of the training split, the only ones whose values are learned
   * @see ColumnKinds#of
   */
  public static TablePreprocessing fit(
      Table table, List<String> names, int[] train, TargetEncoding targets) {
    return fit(
        table, names, ColumnKinds.of(List.of(table), names, ImmutableSet.of()), train, targets);
  }

  /**
   * Learns how to treat each column. Those that do not vary in training are left out: a network
   * learns nothing from them, and would do anything where they vary later.
   *
   * @param names of the columns, in the order that features have
   * @param kinds what the columns hold
   * @param train rows of the training split, the only ones whose values are learned
   * @throws DatasetException if no column is left
   */
  public static TablePreprocessing fit(
      Table table, List<String> names, ColumnKinds kinds, int[] train, TargetEncoding targets) {
    List<FeatureColumn> columns = new ArrayList<>();
    for (String name : names) {
      if (kinds.numbers().contains(name)) {
        FeatureColumn.numeric(table, name, train).ifPresent(columns::add);
      } else if (kinds.categories().containsKey(name)) {
        FeatureColumn.categorical(table, name, train).ifPresent(columns::add);
      }
    }
    if (columns.isEmpty()) {
      throw new DatasetException(
          table.source(),
          "none of the columns %s is a feature: they must vary in the training split, and most values of a column must not be different texts"
              .formatted(names));
    }
    return new TablePreprocessing(columns, targets);
  }

  /**
   * Learns the scale of each number of a vector; columns are called {@code c1, c2, ...}, as those
   * of a file without a header.
   *
   * @param train rows of the training split, the only ones looked at
   */
  public static TablePreprocessing fit(RawVectors vectors, int[] train, TargetEncoding targets) {
    List<FeatureColumn> columns = new ArrayList<>();
    for (int column = 0; column < vectors.rows().get(0).length; column++) {
      Scale.Fit fit = new Scale.Fit();
      for (int row : train) {
        fit.add(vectors.rows().get(row)[column]);
      }
      columns.add(new FeatureColumn.Numeric("c" + (column + 1), fit.scale()));
    }
    return new TablePreprocessing(columns, targets);
  }

  /**
   * Features of vectors, one number a column.
   *
   * @throws IllegalStateException if a column is not numeric
   */
  public Features encode(RawVectors vectors) {
    float[] features = new float[shape().size()];
    Features.Builder rows = Features.builder(shape(), vectors.size());
    for (float[] vector : vectors.rows()) {
      for (int i = 0; i < features.length; i++) {
        if (!(columns.get(i) instanceof FeatureColumn.Numeric numeric)) {
          throw new IllegalStateException(columns.get(i).name() + " is no column of numbers");
        }
        features[i] = numeric.scale().apply(vector[i]);
      }
      rows.add(features);
    }
    return rows.build();
  }

  /**
   * Features of every row; columns are found by name, others are passed over.
   *
   * @throws dev.espalier.datasets.example.DatasetException if a column is missing, or a numeric one
   *     holds something else than a number
   */
  public Features encode(Table table) {
    int[] indices = columns.stream().mapToInt(column -> table.column(column.name())).toArray();
    float[] features = new float[shape().size()];
    Features.Builder rows = Features.builder(shape(), table.size());
    for (int row = 0; row < table.size(); row++) {
      Arrays.fill(features, 0);
      int offset = 0;
      for (int i = 0; i < indices.length; i++) {
        columns.get(i).encode(table, row, indices[i], features, offset);
        offset += columns.get(i).width();
      }
      rows.add(features);
    }
    return rows.build();
  }

  /** In words, by column, how many categories of a table are not those of training. */
  public ImmutableList<String> unknown(Table table) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    for (FeatureColumn column : columns) {
      if (column instanceof FeatureColumn.Categorical categorical) {
        int index = table.column(column.name());
        List<String> unknown =
            IntStream.range(0, table.size())
                .filter(row -> !table.isMissing(row, index))
                .mapToObj(row -> table.cell(row, index))
                .filter(cell -> !categorical.categories().contains(cell))
                .toList();
        if (!unknown.isEmpty()) {
          notes.add(
              "categories of column '%s' that the model does not know: %s of %s, the first '%s'"
                  .formatted(column.name(), unknown.size(), table.size(), unknown.get(0)));
        }
      }
    }
    return notes.build();
  }

  @Override
  public FeatureShape shape() {
    return new FeatureShape.Vector(columns.stream().mapToInt(FeatureColumn::width).sum());
  }
}
