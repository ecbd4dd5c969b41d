package dev.espalier.search.examples;

import dev.espalier.datasets.read.DataFile;
import dev.espalier.datasets.read.Table;
import dev.espalier.datasets.read.TableReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Weka's ARFF, where no name or value is quoted. */
public final class ArffReader implements TableReader {
  @Override
  public String ending() {
    return "arff";
  }

  @Override
  public Table read(DataFile file) throws IOException {
    List<String> columns = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    try (BufferedReader text = file.openText()) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        if (line.matches("(?i)@attribute\\s.*")) {
          columns.add(line.split("\\s+", 3)[1]);
        } else if (!line.isBlank() && !line.matches("[@%].*")) {
          rows.add(List.of(line.split(",", -1)));
        }
      }
    }
    return Table.of(file.name(), columns, rows);
  }
}
