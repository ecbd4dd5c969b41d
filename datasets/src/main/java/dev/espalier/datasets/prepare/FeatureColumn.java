package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.espalier.datasets.example.DatasetException;
import dev.espalier.datasets.read.Table;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How one column of a table becomes features. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FeatureColumn.Numeric.class, name = "numeric"),
  @JsonSubTypes.Type(value = FeatureColumn.Categorical.class, name = "categorical")
})
public sealed interface FeatureColumn {
  /** Categories that a column keeps; rarer ones share the slot of the unknown. */
  int MAX_CATEGORIES = 100;

  /** Name of the column. */
  String name();

  /** How many features it becomes. */
  int width();

  /** Writes the features of one cell at an offset of a row that is all zero there. */
  void encode(Table table, int row, int column, float[] features, int offset);

  /**
   * Learns how to treat a column: as numbers if every cell of the training rows that holds a value
   * holds a number, else as categories.
   *
   * @throws DatasetException if no training row has a value
   */
  static FeatureColumn fit(Table table, String name, int[] train) {
    int column = table.column(name);
    Scale.Fit numbers = new Scale.Fit();
    Map<String, Integer> counts = new HashMap<>();
    int values = 0;
    for (int row : train) {
      if (!table.isMissing(row, column)) {
        values++;
        OptionalDouble number = table.number(row, column);
        number.ifPresent(numbers::add);
        counts.merge(table.cell(row, column), 1, Integer::sum);
      }
    }
    if (values == 0) {
      throw new DatasetException(
          table.source(),
          "column '" + name + "'",
          "has no value in the training split; leave the column out");
    }
    if (numbers.count() == values) {
      return new Numeric(name, numbers.scale());
    }
    List<String> categories =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MAX_CATEGORIES)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new Categorical(name, categories);
  }

  /**
   * Numbers, scaled to mean 0 and deviation 1; a missing one counts as the mean.
   *
   * @param name of the column
   * @param scale of the training split
   */
  record Numeric(String name, Scale scale) implements FeatureColumn {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public void encode(Table table, int row, int column, float[] features, int offset) {
      if (table.isMissing(row, column)) {
        return;
      }
      OptionalDouble number = table.number(row, column);
      if (number.isEmpty()) {
        throw table.fault(
            row,
            column,
            "'%s' is not a number; the training split holds only numbers here"
                .formatted(table.cell(row, column)));
      }
      features[offset] = scale.apply(number.getAsDouble());
    }
  }

  /**
   * Categories, one slot each and a last one for the missing and the unknown.
   *
   * @param name of the column
   * @param categories of the training split, sorted
   */
  record Categorical(String name, List<String> categories) implements FeatureColumn {
    public Categorical {
      categories = List.copyOf(categories);
    }

    @Override
    public int width() {
      return categories.size() + 1;
    }

    @Override
    public void encode(Table table, int row, int column, float[] features, int offset) {
      int index = table.isMissing(row, column) ? -1 : categories.indexOf(table.cell(row, column));
      features[offset + (index < 0 ? categories.size() : index)] = 1;
    }
  }
}
