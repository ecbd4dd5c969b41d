package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.eval.EvaluatorFactory;
import dev.espalier.eval.Evaluators;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.CostMetric;
import dev.espalier.objective.Direction;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.parameter.Part;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code objectives:} and {@code constraints:}: costs, and what the evaluator measures. */
final class MetricReader {
  private final Map<String, Direction> known = new LinkedHashMap<>();

  /** Null takes the metrics of all tasks: the task is told by the data later. */
  MetricReader(@Nullable Task task, Part evaluator) {
    if (!Evaluators.registry().ids().contains(evaluator.type())) {
      return; // it is gone, so what it measures is not known
    }
    for (Task each : task == null ? Arrays.asList(Task.values()) : List.of(task)) {
      EvaluatorFactory.metrics(evaluator, each, Evaluators.registry())
          .forEach(metric -> known.putIfAbsent(metric.id(), metric.direction()));
    }
    for (CostMetric cost : CostMetric.values()) {
      known.put(cost.id(), Direction.MINIMIZE);
    }
  }

  ImmutableList<Objective> objectives(YamlNode node) {
    ImmutableList<Objective> objectives =
        node.list().stream().map(this::objective).collect(ImmutableList.toImmutableList());
    if (node.isList() && objectives.isEmpty()) {
      node.fault("must hold at least one objective, such as {metric: val_accuracy}");
    }
    long metrics = objectives.stream().map(Objective::metric).distinct().count();
    if (metrics < objectives.size()) {
      node.faultOnce("must not name a metric twice");
    }
    return objectives;
  }

  private Objective objective(YamlNode node) {
    YamlMap map = node.map("metric", "direction");
    String metric = metric(map.required("metric"));
    if (known.isEmpty()) {
      String stated = map.required("direction").oneOf(List.of("maximize", "minimize"));
      return new Objective(metric, Direction.of(stated));
    }
    Direction natural = known.getOrDefault(metric, Direction.MAXIMIZE);
    map.optional("direction")
        .map(value -> value.oneOf(List.of("maximize", "minimize")))
        .filter(direction -> !direction.equals(natural.id()))
        .ifPresent(
            direction -> node.fault("%s is better when %sd".formatted(metric, natural.id())));
    return new Objective(metric, natural);
  }

  Constraint constraint(YamlNode node) {
    YamlMap map = node.map("metric", "min", "max");
    String metric = metric(map.required("metric"));
    double min = bound(map, "min", Double.NEGATIVE_INFINITY);
    double max = bound(map, "max", Double.POSITIVE_INFINITY);
    if (map.optional("min").isEmpty() && map.optional("max").isEmpty()) {
      node.fault("must hold min, max or both");
    }
    if (min > max) {
      node.fault("min (%s) must not exceed max (%s)".formatted(min, max));
      return Constraint.atMost(metric, max);
    }
    return new Constraint(metric, min, max);
  }

  private String metric(YamlNode node) {
    return known.isEmpty() ? node.text() : node.oneOf(known.keySet());
  }

  private static double bound(YamlMap map, String key, double otherwise) {
    return map.optional(key).map(node -> node.real(-1e18, 1e18)).orElse(otherwise);
  }
}
