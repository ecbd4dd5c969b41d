package dev.espalier.eval.tabular;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.espalier.datasets.read.Table;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.Domain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The decisions of a table, and the architecture of each of its rows. */
final class ArchitectureColumns {
  private static final String CHARS = "chars";
  private static final String NODES = "nodes";
  private static final String RUN = "run";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private final TableSpec.Encoding encoding;

  /** Parts of each row, equally many. */
  private final List<List<String>> rows = new ArrayList<>();

  private final List<String> names = new ArrayList<>();

  /**
   * Reads rows.
   *
   * @param chosen numbers of the rows
   */
  ArchitectureColumns(Table table, TableSpec.Encoding encoding, List<Integer> chosen) {
    this.table = table;
    this.encoding = encoding;
    chosen.forEach(row -> rows.add(new ArrayList<>()));
    for (String column : encoding.columns()) {
      if (encoding.split().equals(NODES)) {
        addCounts(chosen, table.column(column));
      } else {
        addParts(chosen, table.column(column));
      }
    }
    dropConstants();
    if (encoding.repeats()) {
      addRuns();
    }
    rename();
  }

  private void addParts(List<Integer> chosen, int column) {
    List<List<String>> parts = chosen.stream().map(row -> split(table.cell(row, column))).toList();
    int most = parts.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < parts.size(); i++) {
      List<String> own = parts.get(i);
      if (own.size() != parts.get(0).size() && encoding.missing().isEmpty()) {
        throw table.fault(
            chosen.get(i),
            column,
            "'%s' has %s parts, the first row has %s; must have equally many, unless architecture.missing says what stands for those that lack"
                .formatted(table.cell(chosen.get(i), column), own.size(), parts.get(0).size()));
      }
      for (int part = 0; part < most; part++) {
        rows.get(i).add(part < own.size() ? own.get(part) : encoding.missing().orElse(""));
      }
    }
    String base = table.columns().get(column).replaceAll("[^A-Za-z0-9_-]+", "_");
    for (int part = 0; part < most; part++) {
      names.add(encoding.split().isEmpty() ? base : "%s.%s".formatted(base, part + 1));
    }
  }

  private List<String> split(String text) {
    if (encoding.split().equals(CHARS)) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    return encoding.split().isEmpty()
        ? List.of(text)
        : Splitter.on(encoding.split()).splitToList(text);
  }

  /** How many nodes of a graph have each {@code op}: columns of their own. */
  private void addCounts(List<Integer> chosen, int column) {
    List<Map<String, Integer>> counts = new ArrayList<>();
    Set<String> ops = new TreeSet<>();
    for (int row : chosen) {
      Map<String, Integer> own = new HashMap<>();
      for (JsonNode node : graph(row, column)) {
        own.merge(node.path("op").asText(), 1, Integer::sum);
      }
      ops.addAll(own.keySet());
      counts.add(own);
    }
    for (String op : ops) {
      names.add(op.replaceAll("[^A-Za-z0-9_-]+", "_"));
      for (int i = 0; i < counts.size(); i++) {
        rows.get(i).add(Integer.toString(counts.get(i).getOrDefault(op, 0)));
      }
    }
  }

  private JsonNode graph(int row, int column) {
    try {
      JsonNode graph = JSON.readTree(table.cell(row, column));
      if (graph.isObject()) {
        return graph;
      }
    } catch (JsonProcessingException malformed) {
      // told below
    }
    throw table.fault(row, column, "must be a JSON map of nodes, each with its op");
  }

  /** Leaves out parts that are the same in all rows, such as what stands around the decisions. */
  private void dropConstants() {
    for (int part = names.size() - 1; part >= 0; part--) {
      int place = part;
      boolean constant = rows.stream().map(row -> row.get(place)).distinct().count() < 2;
      if (constant && names.size() > 1) {
        names.remove(place);
        rows.forEach(row -> row.remove(place));
      }
    }
  }

  private void addRuns() {
    Map<List<String>, Integer> seen = new HashMap<>();
    for (List<String> row : rows) {
      int run = seen.merge(List.copyOf(row), 1, Integer::sum);
      row.add(Integer.toString(run));
    }
    names.add(RUN);
  }

  private void rename() {
    if (encoding.names().isEmpty()) {
      return;
    }
    if (encoding.names().size() != names.size()) {
      throw new IllegalArgumentException(
          "architecture.names has %s names for %s decisions (%s)"
              .formatted(encoding.names().size(), names.size(), String.join(", ", names)));
    }
    names.clear();
    names.addAll(encoding.names());
  }

  /** One decision a part, with the values that it has somewhere, sorted. */
  ImmutableList<Decision> decisions() {
    ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
    for (int part = 0; part < names.size(); part++) {
      Set<String> values = new TreeSet<>();
      for (List<String> row : rows) {
        values.add(value(row.get(part)));
      }
      decisions.add(Decision.of(names.get(part), Domain.choice(values.toArray(String[]::new))));
    }
    return decisions.build();
  }

  /** The architecture of the row that was chosen as number so. */
  Architecture architecture(int number) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (int part = 0; part < names.size(); part++) {
      outcomes.put(names.get(part), value(rows.get(number).get(part)));
    }
    return Architecture.of(outcomes);
  }

  /** The text as a value: letters that values must not hold are written {@code %3D}. */
  private String value(String text) {
    String given = Objects.requireNonNull(encoding.values().getOrDefault(text, text));
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < given.length(); i++) {
      char letter = given.charAt(i);
      if ("%\"=;,".indexOf(letter) >= 0 || Character.isWhitespace(letter)) {
        value.append('%').append("%02X".formatted((int) letter));
      } else {
        value.append(letter);
      }
    }
    return value.isEmpty() ? "%" : value.toString();
  }
}
