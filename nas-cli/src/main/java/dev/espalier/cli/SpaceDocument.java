package dev.espalier.cli;

import dev.espalier.objective.CostMetric;
import dev.espalier.search.SpaceSurvey;
import dev.espalier.space.NetworkSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A space, or architectures drawn from it, as JSON documents. */
final class SpaceDocument {
  private SpaceDocument() {}

  /**
   * What a space is.
   *
   * @param costs of which costs the range is told
   */
  static Document of(NetworkSpace space, SpaceSurvey survey, List<CostMetric> costs) {
    Map<String, Document> ranges = new TreeMap<>();
    for (CostMetric metric : costs) {
      List<Long> sorted = survey.sorted(metric);
      ranges.put(
          metric.id(),
          new Document()
              .put("smallest", sorted.get(0))
              .put("median", sorted.get(sorted.size() / 2))
              .put("largest", sorted.get(sorted.size() - 1)));
    }
    return new Document()
        .put("space", space.name())
        .put("size", space.exactSize().finite())
        .put("continuous", space.exactSize().continuous())
        .put(
            "decisions",
            space.decisions().stream()
                .map(
                    decision ->
                        new Document()
                            .put("name", decision.name())
                            .put("values", decision.domain().describe())
                            .put("condition", Format.condition(decision.condition()).strip()))
                .toList())
        .put("drawn", survey.samples().size())
        .put("costs", ranges)
        .put("feasible", survey.feasible());
  }

  /**
   * Architectures that were drawn.
   *
   * @param files pictures of them
   */
  static Document of(SpaceSurvey survey, List<Path> files) {
    return new Document()
        .put(
            "architectures",
            survey.samples().stream()
                .map(
                    sample ->
                        new Document()
                            .put("encoding", sample.architecture().encoding())
                            .put("hash", sample.hash())
                            .put("costs", costs(sample)))
                .toList())
        .put("pictures", files.stream().map(Path::toString).toList());
  }

  private static Map<String, Long> costs(SpaceSurvey.Sample sample) {
    Map<String, Long> costs = new TreeMap<>();
    sample.costs().forEach((metric, cost) -> costs.put(metric.id(), cost));
    return costs;
  }
}
