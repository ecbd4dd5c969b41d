package dev.espalier.datasets.prepare;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.read.Numbers;
import dev.espalier.datasets.read.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are numbers and which are categories. All rows decide, so that the
 * verdict is the same whatever the split; what the columns' values mean is learned from the
 * training split alone.
 *
 * @param numbers columns in which every value is a number
 * @param categories different values of each of the other columns
 * @param leftOut why a column is no feature, by its name
 */
public record ColumnKinds(
    ImmutableSet<String> numbers,
    ImmutableMap<String, Integer> categories,
    ImmutableMap<String, String> leftOut) {

  /** Of a column with fewer different values none is taken for a name or a free text. */
  private static final int FEWEST_NAMES = 20;

  /**
   * Looks at every cell. A column without values, and one of which most values are different texts,
   * is left out.
   *
   * @param tables of the same columns, such as the training and the test table
   * @param names of the columns to look at
   * @param said those whose values are categories whatever they look like
   * @throws dev.espalier.datasets.example.DatasetException if most values of a column are numbers
   *     and some are not, or if they are meant as numbers and cannot be read as such; names the
   *     first such cell
   */
  public static ColumnKinds of(List<Table> tables, List<String> names, Set<String> said) {
    ImmutableSet.Builder<String> numbers = ImmutableSet.builder();
    ImmutableMap.Builder<String, Integer> categories = ImmutableMap.builder();
    ImmutableMap.Builder<String, String> leftOut = ImmutableMap.builder();
    for (String name : names) {
      Census census = new Census(name);
      tables.forEach(census::count);
      boolean forced = said.contains(name);
      if (census.values == 0) {
        leftOut.put(name, "it holds no value");
      } else if (!forced && census.isNumeric()) {
        numbers.add(name);
      } else if (!forced && census.isNames()) {
        leftOut.put(
            name,
            "%s of its %s values are different texts".formatted(census.size(), census.values));
      } else {
        categories.put(name, census.size());
      }
    }
    return new ColumnKinds(numbers.build(), categories.buildOrThrow(), leftOut.buildOrThrow());
  }

  /** Counts what a column holds. */
  private static final class Census {
    private final String name;
    private final Set<String> different = new HashSet<>();
    private int values;
    private int plain;
    private int meant;
    private @Nullable Table table;
    private int row;

    Census(String name) {
      this.name = name;
    }

    void count(Table from) {
      int column = from.column(name);
      for (int at = 0; at < from.size(); at++) {
        if (from.isMissing(at, column)) {
          continue;
        }
        String cell = from.cell(at, column);
        values++;
        different.add(cell);
        if (Numbers.parse(cell).isPresent()) {
          plain++;
        } else {
          meant += Numbers.isMeant(cell) ? 1 : 0;
          if (table == null) {
            table = from;
            row = at;
          }
        }
      }
    }

    int size() {
      return different.size();
    }

    boolean isNumeric() {
      Table odd = table;
      if (odd == null) {
        return true;
      }
      if (2 * (plain + meant) < values) {
        return false;
      }
      int column = odd.column(name);
      String cell = odd.cell(row, column);
      throw odd.fault(
          row,
          column,
          "'%s' %s (%s of %s values here are numbers; of categories, list the column in categories of dataset)"
              .formatted(cell, Numbers.fault(cell), plain, values));
    }

    boolean isNames() {
      return size() > FEWEST_NAMES && 2 * size() > values;
    }
  }
}
