package dev.espalier.objective;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The trials that no other beats: none is at least as good in every objective and better in one. Of
 * trials that are equal in every objective the first is kept.
 *
 * @param objectives what was optimised, at least one
 * @param trials from the best in the first objective downwards
 */
public record ParetoFront(ImmutableList<Objective> objectives, ImmutableList<Trial> trials) {

  /**
   * The front of the trials that were scored and keep to the constraints, among those that were
   * trained furthest; of n trials in n log n steps for two objectives, in n times the size of the
   * front for more.
   *
   * @throws IllegalArgumentException if such a trial lacks the metric of an objective or constraint
   */
  public static ParetoFront of(
      Collection<Trial> trials, List<Objective> objectives, List<Constraint> constraints) {
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException("objectives must not be empty");
    }
    List<Trial> front = new ArrayList<>();
    // Best first: whatever beats a trial comes before it, so the front so far decides. With two
    // objectives its last trial is the best in the second, so it alone decides.
    for (Trial trial : Ranking.comparable(Ranking.of(trials, objectives, constraints))) {
      List<Trial> rivals =
          objectives.size() > 2
              ? front
              : front.subList(Math.max(0, front.size() - 1), front.size());
      if (rivals.stream().noneMatch(rival -> noWorse(rival, trial, objectives))) {
        front.add(trial);
      }
    }
    return new ParetoFront(ImmutableList.copyOf(objectives), ImmutableList.copyOf(front));
  }

  /**
   * Area that the front of two objectives dominates, up to a reference point (Zitzler and Thiele
   * 1999).
   *
   * @param firstReference value of the first objective that is worse than any of interest
   * @param secondReference the same for the second objective
   * @return not negative; trials that are worse than the reference add nothing
   * @throws IllegalArgumentException if there are not exactly two objectives
   */
  public double hypervolume(double firstReference, double secondReference) {
    if (objectives.size() != 2) {
      throw new IllegalArgumentException(
          "hypervolume takes 2 objectives, the front has %s".formatted(objectives.size()));
    }
    Objective first = objectives.get(0);
    Objective second = objectives.get(1);
    double width = first.direction().orient(firstReference);
    double height = second.direction().orient(secondReference);
    double area = 0.0;
    for (Trial trial : Lists.reverse(trials)) {
      double step = first.score(trial) - width;
      double reach = second.score(trial) - height;
      if (step > 0.0 && reach > 0.0) {
        area += step * reach;
        width = first.score(trial);
      }
    }
    return area;
  }

  private static boolean noWorse(Trial rival, Trial trial, List<Objective> objectives) {
    return objectives.stream().allMatch(o -> o.score(rival) >= o.score(trial));
  }
}
