package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.espalier.datasets.read.Numbers;
import dev.espalier.datasets.read.Table;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Learns the scale of a column of numbers; empty if training has one number only, or none, of
   * which nothing can be learned.
   */
  static Optional<FeatureColumn> numeric(Table table, String name, int[] train) {
    int column = table.column(name);
    Scale.Fit numbers = new Scale.Fit();
    for (int row : train) {
      table.number(row, column).ifPresent(numbers::add);
    }
    Scale scale = numbers.scale();
    return scale.constant() ? Optional.empty() : Optional.of(new Numeric(name, scale));
  }

  /**
   * Learns the categories of a column; empty if they, and whether they are missing, do not vary in
   * training.
   */
  static Optional<FeatureColumn> categorical(Table table, String name, int[] train) {
    int column = table.column(name);
    Map<String, Integer> counts = new HashMap<>();
    int missing = 0;
    for (int row : train) {
      if (table.isMissing(row, column)) {
        missing++;
      } else {
        counts.merge(table.cell(row, column), 1, Integer::sum);
      }
    }
    if (counts.size() + Math.min(missing, 1) < 2) {
      return Optional.empty();
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
    return Optional.of(new Categorical(name, categories));
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
            "'%s' %s, as in the training data"
                .formatted(table.cell(row, column), Numbers.fault(table.cell(row, column))));
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
