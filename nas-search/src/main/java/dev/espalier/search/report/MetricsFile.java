package dev.espalier.search.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.file.AtomicFile;
import dev.espalier.network.Cost;
import dev.espalier.objective.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code metrics.json}: scores over the seeds, and costs. */
public final class MetricsFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, Object> content = new LinkedHashMap<>();

  private MetricsFile() {}

  /**
   * Of one network's trainings: every metric that all seeds have that came through.
   *
   * @param epochs of each training
   * @param runs metrics by seed, at least one
   * @param seconds spent training, all seeds together
   */
  public static MetricsFile of(
      String dataset,
      int epochs,
      ImmutableMap<Long, ImmutableMap<String, Double>> runs,
      double seconds,
      Cost cost) {
    MetricsFile file = new MetricsFile();
    file.content.put("dataset", dataset);
    file.content.put("epochs", epochs);
    file.content.put("seeds", runs.keySet());
    for (String metric : runs.values().asList().get(0).keySet()) {
      ImmutableList<Double> values =
          runs.values().stream()
              .flatMap(run -> Stream.ofNullable(run.get(metric)))
              .collect(ImmutableList.toImmutableList());
      if (values.size() == runs.size()) {
        file.content.put(metric, spread(new Summary(values)));
      }
    }
    file.content.put("params", cost.params());
    file.content.put("macs", cost.macs());
    file.content.put("train_seconds", seconds);
    return file;
  }

  /** Adds a metric measured elsewhere, if it was. */
  public MetricsFile with(String metric, @Nullable Summary summary) {
    if (summary != null) {
      content.put(metric, spread(summary));
    }
    return this;
  }

  /** Adds a remark. */
  public MetricsFile with(String key, String remark) {
    content.put(key, remark);
    return this;
  }

  /** Adds a count. */
  public MetricsFile with(String key, int count) {
    content.put(key, count);
    return this;
  }

  /** Writes or replaces the file, whole or not at all. */
  public void write(Path file) throws IOException {
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
