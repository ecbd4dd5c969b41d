package dev.espalier.objective;

import com.google.common.collect.ImmutableList;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trials from best to worst. */
public final class Ranking {
  private Ranking() {}

  /**
   * The trials that were scored and keep to the constraints, the best first: by how far they were
   * trained, then by the first objective, the next ones, and number. A score after a short training
   * says little beside one after a long training, so whatever was trained further stands before it.
   * A network and recipe stand there once: with the highest fidelity, and of several trials with
   * that, the best.
   *
   * @throws IllegalArgumentException if such a trial lacks the metric of an objective or constraint
   */
  public static ImmutableList<Trial> of(
      Collection<Trial> trials, List<Objective> objectives, List<Constraint> constraints) {
    Map<String, Double> furthest = new HashMap<>();
    List<Trial> scored =
        trials.stream().filter(trial -> trial.state() == TrialState.COMPLETED).toList();
    scored.forEach(trial -> furthest.merge(network(trial), passes(trial), Math::max));
    return scored.stream()
        .filter(trial -> passes(trial) >= furthest.getOrDefault(network(trial), 0.0))
        .filter(trial -> feasible(trial, constraints))
        .sorted(Comparator.comparingDouble((Trial t) -> -passes(t)).thenComparing(by(objectives)))
        .collect(
            Collectors.toMap(Ranking::network, t -> t, (best, next) -> best, LinkedHashMap::new))
        .values()
        .stream()
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Those at the head of a {@link #of ranking} that were trained as far as the first, so that their
   * scores can be compared.
   */
  static ImmutableList<Trial> comparable(ImmutableList<Trial> ranking) {
    return ranking.stream()
        .takeWhile(trial -> passes(trial) == passes(ranking.get(0)))
        .collect(ImmutableList.toImmutableList());
  }

  private static String network(Trial trial) {
    return trial.canonicalHash() + " " + trial.recipe();
  }

  private static double passes(Trial trial) {
    return trial.reached().map(Fidelity::passes).orElse(0.0);
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
