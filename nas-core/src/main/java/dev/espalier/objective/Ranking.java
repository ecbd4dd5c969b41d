package dev.espalier.objective;

import com.google.common.collect.ImmutableList;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Trials from best to worst. */
public final class Ranking {
  private Ranking() {}

  /**
   * The trials that were scored and keep to the constraints, the best first: by the first
   * objective, then by the next ones, then by number. Duplicates are left out: the trial whose
   * outcome they share is there.
   *
   * @throws IllegalArgumentException if such a trial lacks the metric of an objective or constraint
   */
  public static ImmutableList<Trial> of(
      Collection<Trial> trials, List<Objective> objectives, List<Constraint> constraints) {
    return trials.stream()
        .filter(trial -> trial.scored() && trial.state() != TrialState.DUPLICATE)
        .filter(trial -> feasible(trial, constraints))
        .sorted(by(objectives))
        .collect(ImmutableList.toImmutableList());
  }

  /** Orders scored trials, the best first; equals only for the same number. */
  public static Comparator<Trial> by(List<Objective> objectives) {
    Comparator<Trial> byNumber = Comparator.comparingLong(Trial::number);
    return objectives.stream()
        .map(Ranking::bestFirst)
        .reduce(Comparator::thenComparing)
        .map(byObjectives -> byObjectives.thenComparing(byNumber))
        .orElse(byNumber);
  }

  /** Whether a trial keeps to all constraints. */
  public static boolean feasible(Trial trial, List<Constraint> constraints) {
    return constraints.stream().allMatch(c -> c.allows(trial.metric(c.metric())));
  }

  private static Comparator<Trial> bestFirst(Objective objective) {
    return Comparator.comparingDouble((Trial trial) -> objective.score(trial)).reversed();
  }
}
