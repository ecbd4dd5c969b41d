package dev.espalier.strategies.memory;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Constraint;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.Arrays;
import java.util.Optional;

/**
 * How good a trial is to a strategy that follows one number; greater is better. What breaks
 * constraints by less is better (Deb 2000), then what is better by the first objective, and only
 * where two are equal by that, the next one decides.
 *
 * @param violation how far it is from what the constraints on measured metrics allow; 0 if it keeps
 *     to them
 * @param value by the first objective, greater being better
 * @param others by the other objectives
 */
public record Fitness(double violation, double value, ImmutableList<Double> others)
    implements Comparable<Fitness> {
  /** Worse than any objective. */
  private static final double OUT_OF_BOUNDS = -1e200;

  /** Of a trial; empty if it has no score of its own fidelity: it failed or was pruned. */
  public static Optional<Fitness> of(Trial trial, SearchProblem problem) {
    if (!trial.scored() || trial.state() == TrialState.PRUNED) {
      return Optional.empty();
    }
    double violation = 0.0;
    for (Constraint constraint : problem.constraints()) {
      if (trial.metrics().containsKey(constraint.metric())) {
        violation += constraint.excess(trial.metric(constraint.metric()));
      }
    }
    return Optional.of(
        new Fitness(
            violation,
            problem.objectives().get(0).score(trial),
            problem.objectives().stream()
                .skip(1)
                .map(objective -> objective.score(trial))
                .collect(ImmutableList.toImmutableList())));
  }

  @Override
  public int compareTo(Fitness other) {
    int order = Double.compare(other.violation, violation);
    if (order == 0) {
      order = Double.compare(value, other.value);
    }
    for (int i = 0; i < others.size() && order == 0; i++) {
      order = Double.compare(others.get(i), other.others.get(i));
    }
    return order;
  }

  /**
   * One number an objective, of which greater is better, as ways to rank by dominance want it: what
   * breaks constraints is dominated by all that keeps to them and by all that breaks them by less
   * (Deb et al. 2002).
   */
  public double[] vector() {
    double[] vector = new double[1 + others.size()];
    if (violation > 0.0) {
      Arrays.fill(vector, OUT_OF_BOUNDS * (1.0 + violation));
      return vector;
    }
    vector[0] = value;
    for (int i = 0; i < others.size(); i++) {
      vector[i + 1] = others.get(i);
    }
    return vector;
  }

  /** Whether it is better than another. */
  public boolean beats(Fitness other) {
    return compareTo(other) > 0;
  }
}
