package dev.espalier.objective;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
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
    Map<Network, Double> furthest = new HashMap<>();
    List<Scored> scored =
        trials.stream()
            .filter(trial -> trial.state() == TrialState.COMPLETED)
            .map(trial -> Scored.of(trial, objectives))
            .toList();
    scored.forEach(each -> furthest.merge(each.network, each.passes, Math::max));
    return scored.stream()
        .filter(each -> each.passes >= furthest.getOrDefault(each.network, 0.0))
        .filter(each -> feasible(each.trial, constraints))
        .sorted()
        .collect(
            Collectors.toMap(
                Scored::network, Scored::trial, (best, next) -> best, LinkedHashMap::new))
        .values()
        .stream()
        .collect(ImmutableList.toImmutableList());
  }

  /** What two trials have in common that trained the same. */
  private record Network(String hash, String recipe) {}

  /**
   * A trial with what it is ranked by, which is looked up once and not at each comparison.
   *
   * @param scores by the objectives; more is better
   */
  private record Scored(Trial trial, Network network, double passes, ImmutableDoubleArray scores)
      implements Comparable<Scored> {

    static Scored of(Trial trial, List<Objective> objectives) {
      return new Scored(
          trial,
          new Network(trial.canonicalHash(), trial.recipe()),
          Ranking.passes(trial),
          objectives.stream()
              .mapToDouble(objective -> objective.score(trial))
              .collect(
                  ImmutableDoubleArray::builder,
                  ImmutableDoubleArray.Builder::add,
                  (one, other) -> one.addAll(other.build()))
              .build());
    }

    /** The best first. */
    @Override
    public int compareTo(Scored other) {
      int order = Double.compare(other.passes, passes);
      for (int i = 0; order == 0 && i < scores.length(); i++) {
        order = Double.compare(other.scores.get(i), scores.get(i));
      }
      return order == 0 ? Long.compare(trial.number(), other.trial.number()) : order;
    }
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
