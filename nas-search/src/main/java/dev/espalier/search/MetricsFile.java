package dev.espalier.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.collect.ImmutableMap;
import dev.espalier.file.AtomicFile;
import dev.espalier.network.Cost;
import dev.espalier.objective.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code metrics.json}: scores over the seeds, and costs. */
final class MetricsFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, Object> content = new LinkedHashMap<>();

  private MetricsFile() {}

  /** Of one network's trainings: every metric that all seeds have that came through. */
  static MetricsFile of(String dataset, int epochs, FinalTrainings.Result result, Cost cost) {
    MetricsFile file = new MetricsFile();
    file.content.put("dataset", dataset);
    file.content.put("epochs", epochs);
    file.content.put("seeds", result.metrics().keySet());
    List<ImmutableMap<String, Double>> runs = result.metrics().values().asList();
    runs.get(0).keySet().stream()
        .filter(metric -> runs.stream().allMatch(run -> run.containsKey(metric)))
        .forEach(metric -> file.content.put(metric, spread(result.summary(metric))));
    file.content.put("params", cost.params());
    file.content.put("macs", cost.macs());
    file.content.put("train_seconds", result.seconds());
    return file;
  }

  /** Adds a metric measured elsewhere, if it was. */
  MetricsFile with(String metric, @Nullable Summary summary) {
    if (summary != null) {
      content.put(metric, spread(summary));
    }
    return this;
  }

  /** Adds a remark. */
  MetricsFile with(String key, String remark) {
    content.put(key, remark);
    return this;
  }

  /** Adds a count. */
  MetricsFile with(String key, int count) {
    content.put(key, count);
    return this;
  }

  /** A remark in a file; empty where it has none, or is no metrics file. */
  static String read(Path file, String key) throws IOException {
    try {
      return JSON.readTree(file.toFile()).path(key).asText("");
    } catch (JsonProcessingException damaged) {
      return "";
    }
  }

  /** Writes or replaces the file, whole or not at all. */
  void write(Path file) throws IOException {
    AtomicFile.write(file, JSON.writeValueAsString(content) + "\n");
  }

  private static Map<String, Object> spread(Summary summary) {
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("mean", summary.mean());
    spread.put("std", summary.n() == 1 ? null : summary.std()); // one value has none
    spread.put("values", summary.values());
    return spread;
  }
}
