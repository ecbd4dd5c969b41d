package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.space.SearchSpace;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.util.List;

/**
 * What a strategy works on.
 *
 * @param space where it searches; what it draws keeps to the constraints on costs
 * @param objectives what it optimises, the first the most important; at least one
 * @param constraints what a trial must keep to, costs and measured metrics
 * @param ladder how far trials may be trained
 * @param budget what may be spent
 */
public record SearchProblem(
    SearchSpace space,
    ImmutableList<Objective> objectives,
    ImmutableList<Constraint> constraints,
    Ladder ladder,
    Budget budget) {
  public SearchProblem {
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException("objectives must not be empty");
    }
  }

  /** Whole trainings, without constraints. */
  public static SearchProblem of(
      SearchSpace space, List<Objective> objectives, Fidelity whole, Budget budget) {
    return new SearchProblem(
        space, ImmutableList.copyOf(objectives), ImmutableList.of(), Ladder.to(whole), budget);
  }

  /** What a trial gets unless a strategy decides otherwise: a whole training. */
  public Fidelity fidelity() {
    return ladder.top();
  }
}
