package dev.espalier.eval.train;

import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.objective.Metric;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.objective.ValueMetrics;

/** Measures predictions by all metrics of a task. */
final class Scores {
  private Scores() {}

  /**
   * Values by metric id with the split's prefix. A metric that is not defined for these examples,
   * such as auroc where one class is missing, is left out; {@code loss} is the log loss, or the
   * mean squared error.
   *
   * @throws EvaluationException if a metric overflows
   */
  static ImmutableMap<String, Double> of(Predictions predictions, Task task, Split split) {
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
    put(scores, split.prefix() + "_loss", loss(predictions, task));
    return scores.buildOrThrow();
  }

  private static void put(ImmutableMap.Builder<String, Double> scores, String id, double value) {
    if (!Double.isFinite(value)) {
      throw new EvaluationException("%s is %s: the training diverged".formatted(id, value));
    }
    scores.put(id, value);
  }

  private static double loss(Predictions predictions, Task task) {
    return switch (task) {
      case CLASSIFICATION -> task.metric("log_loss").measure(predictions);
      case REGRESSION -> ValueMetrics.mse().measure(predictions);
      case LANGUAGE_MODEL -> Math.log(task.metric("perplexity").measure(predictions));
    };
  }
}
