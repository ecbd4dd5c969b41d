package dev.espalier.eval.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.objective.Metric;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.StandardError;
import dev.espalier.objective.Task;
import java.util.List;
import java.util.Set;

/** Measures predictions by all metrics of a task. */
public final class Scores {
  private Scores() {}

  /**
   * Values by metric id with the split's prefix. A metric that is not defined for these examples,
   * such as auroc where one class is missing, is left out; {@code loss} is the log loss, or the
   * mean squared error.
   *
   * @throws EvaluationException if a metric overflows
   */
  public static ImmutableMap<String, Double> of(Predictions predictions, Task task, Split split) {
    ImmutableMap.Builder<String, Double> scores = ImmutableMap.builder();
    for (Metric metric : task.metrics()) {
      double value;
      try {
        value = metric.measure(predictions);
      } catch (IllegalArgumentException undefined) {
        continue;
      }
      put(scores, metric.on(split), value);
    }
    put(scores, task.loss().on(split), task.loss().measure(predictions));
    return scores.buildOrThrow();
  }

  /** The standard errors of some metrics of a split, by {@link StandardError#id}. */
  public static ImmutableMap<String, Double> errors(
      Predictions predictions, Task task, Split split, Set<String> wanted) {
    ImmutableMap.Builder<String, Double> errors = ImmutableMap.builder();
    for (Metric metric : Iterables.concat(task.metrics(), List.of(task.loss()))) {
      if (wanted.contains(metric.on(split))) {
        double error = metric.standardError(predictions);
        if (Double.isFinite(error)) {
          errors.put(StandardError.id(metric.on(split)), error);
        }
      }
    }
    return errors.buildOrThrow();
  }

  private static void put(ImmutableMap.Builder<String, Double> scores, String id, double value) {
    if (!Double.isFinite(value)) {
      throw new EvaluationException("%s is %s: the training diverged".formatted(id, value));
    }
    scores.put(id, value);
  }
}
