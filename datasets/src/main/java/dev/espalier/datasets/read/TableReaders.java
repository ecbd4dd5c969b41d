package dev.espalier.datasets.read;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.example.DatasetException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads tables, each by the {@link TableReader} of its ending or as CSV. */
public final class TableReaders {
  private static final Pattern ENDING = Pattern.compile("[a-z0-9_]+");
  private static final ImmutableSet<String> OURS =
      ImmutableSet.of("csv", "tsv", "txt", "ts", "gz", "png", "jpg", "jpeg");

  private TableReaders() {}

  /**
   * Readers of jars on the class path, by ending. Looks them up anew at every call, by the context
   * class loader of the calling thread.
   *
   * @throws IllegalArgumentException if an ending is no such or is taken
   */
  public static ImmutableMap<String, TableReader> all() {
    Map<String, TableReader> readers = new LinkedHashMap<>();
    for (TableReader reader : ServiceLoader.load(TableReader.class)) {
      String ending = reader.ending();
      if (!ENDING.matcher(ending).matches()) {
        throw new IllegalArgumentException(
            "ending '%s' of reader %s must be of lower-case letters, digits and _, without a dot"
                .formatted(ending, reader.getClass().getName()));
      }
      if (OURS.contains(ending) || readers.putIfAbsent(ending, reader) != null) {
        throw new IllegalArgumentException(
            "ending '%s' of reader %s has a reader already"
                .formatted(ending, reader.getClass().getName()));
      }
    }
    return ImmutableMap.copyOf(readers);
  }

  /**
   * Reads a table.
   *
   * @param needed columns that must be there
   * @throws DatasetException if the file cannot be read, is faulty, or lacks a column
   * @see CsvReader#read
   */
  public static Table read(DataFile file, Set<String> needed) {
    return reader(file)
        .map(reader -> read(file, reader, needed))
        .orElseGet(() -> CsvReader.read(file, needed));
  }

  /**
   * Reads new data for a model.
   *
   * @param features names of the feature columns, in training order
   * @see CsvReader#readFeatures
   */
  public static Table readFeatures(DataFile file, List<String> features) {
    return reader(file)
        .map(reader -> read(file, reader, ImmutableSet.copyOf(features)))
        .orElseGet(() -> CsvReader.readFeatures(file, features));
  }

  private static Optional<TableReader> reader(DataFile file) {
    String name = file.plainName();
    return Optional.ofNullable(all().get(name.substring(name.lastIndexOf('.') + 1)));
  }

  private static Table read(DataFile file, TableReader reader, Set<String> needed) {
    Table table;
    try {
      table = reader.read(file);
    } catch (IOException cause) {
      throw file.unreadable("", cause);
    }
    needed.stream().sorted().forEach(table::column);
    if (table.size() == 0) {
      throw new DatasetException(file.name(), "has no rows");
    }
    return table;
  }
}
