package dev.espalier.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import dev.espalier.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tests of searches share: reading their files, counting their events. */
final class Runs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Runs() {}

  /** Notes what a search does. */
  static final class Watcher implements SearchListener {
    final List<Long> asked = new ArrayList<>();
    final List<Long> replayed = new ArrayList<>();
    final List<String> trained = new ArrayList<>();
    boolean found;

    @Override
    public void asked(Trial trial) {
      asked.add(trial.number());
    }

    @Override
    public void replayed(Trial trial) {
      replayed.add(trial.number());
    }

    @Override
    public void trained(String network, int done, int all) {
      trained.add(network);
    }

    @Override
    public void found() {
      found = true;
    }
  }

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  /** All rows, the header first, without one column; no cell of these tests holds a comma. */
  static List<List<String>> tableWithout(String column, Path csv) throws IOException {
    List<List<String>> rows =
        Files.readAllLines(csv).stream().map(Splitter.on(',')::splitToList).toList();
    int left = rows.get(0).indexOf(column);
    return rows.stream()
        .map(
            row ->
                Stream.concat(row.subList(0, left).stream(), row.stream().skip(left + 1)).toList())
        .toList();
  }

  /** Files that people read, with what they hold. */
  static Map<Path, String> contents(Path folder) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    for (String name : List.of("experiment.yaml", "trials.csv", "metrics.json", "pareto.csv")) {
      contents.put(folder.resolve(name), Files.readString(folder.resolve(name)));
    }
    return contents;
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
