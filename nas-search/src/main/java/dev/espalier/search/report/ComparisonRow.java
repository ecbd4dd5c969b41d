package dev.espalier.search.report;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Cost;
import dev.espalier.objective.Direction;
import dev.espalier.objective.Split;
import dev.espalier.objective.Summary;
import dev.espalier.objective.Task;
import java.util.Arrays;

/**
 * One network of the final comparison, scored on the test split.
 *
 * @param network name for people: {@code winner}, or that of a reference network
 * @param metric metric id, such as {@code test_accuracy}
 * @param values of the seeds whose training came through
 * @param diverged seeds whose training did not
 * @param learningRate that it was trained with
 * @param cost of one forward pass
 */
public record ComparisonRow(
    String network,
    String metric,
    ImmutableList<Double> values,
    int diverged,
    double learningRate,
    Cost cost) {

  /** Whether at least one seed came through. */
  public boolean scored() {
    return !values.isEmpty();
  }

  /**
   * How much better it is than another, in standard errors of the difference; negative where it is
   * worse, 0 where single seeds say nothing of their spread. Both must be scored.
   */
  public double standardErrorsAbove(ComparisonRow other) {
    double error = Math.hypot(score().standardError(), other.score().standardError());
    return error == 0.0
        ? 0.0
        : (direction().orient(score().mean()) - direction().orient(other.score().mean())) / error;
  }

  private Direction direction() {
    return Arrays.stream(Task.values())
        .map(task -> task.primary().objective(Split.TEST))
        .filter(objective -> objective.metric().equals(metric))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(metric + " is the main metric of no task"))
        .direction();
  }

  /**
   * The score over the seeds that came through.
   *
   * @throws IllegalStateException if none did
   */
  public Summary score() {
    if (!scored()) {
      throw new IllegalStateException(
          "%s has no %s: its training diverged with every seed".formatted(network, metric));
    }
    return new Summary(values);
  }
}
