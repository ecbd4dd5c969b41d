package dev.espalier.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
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

  /** Of one network's trainings: every metric that all seeds have. */
  static MetricsFile of(
      String dataset, int epochs, List<Long> seeds, FinalTrainings.Result result, Cost cost) {
    MetricsFile file = new MetricsFile();
    file.content.put("dataset", dataset);
    file.content.put("epochs", epochs);
    file.content.put("seeds", seeds);
    result.metrics().get(0).keySet().stream()
        .filter(metric -> result.metrics().stream().allMatch(run -> run.containsKey(metric)))
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

  /** Writes or replaces the file, whole or not at all. */
  void write(Path file) throws IOException {
    AtomicFile.write(file, JSON.writeValueAsString(content) + "\n");
  }

  private static Map<String, Object> spread(Summary summary) {
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("mean", summary.mean());
    spread.put("std", summary.std());
    spread.put("values", summary.values());
    return spread;
  }
}
