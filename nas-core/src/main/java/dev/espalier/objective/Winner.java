package dev.espalier.objective;

import dev.espalier.trial.Trial;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The one trial to go on with. The measured best is partly luck, so with two objectives the
 * one-standard-error rule holds (Breiman et al. 1984, section 3.4.3): of the trials that are within
 * one standard error of the best in the first objective, the best in the second wins. With one
 * objective the best wins.
 */
public final class Winner {
  private Winner() {}

  /**
   * The winner among the trials that were scored and keep to the constraints, of those that were
   * trained furthest.
   *
   * @param error of the best trial's first objective
   * @return empty if no trial was scored and keeps to the constraints
   */
  public static Optional<Choice> of(
      Collection<Trial> trials,
      List<Objective> objectives,
      List<Constraint> constraints,
      Function<Trial, StandardError> error) {
    List<Trial> ranking = Ranking.comparable(Ranking.of(trials, objectives, constraints));
    if (ranking.isEmpty()) {
      return Optional.empty();
    }
    Trial best = ranking.get(0);
    if (objectives.size() == 1) {
      return Optional.of(new Choice(best, best, StandardError.UNKNOWN));
    }
    StandardError found = error.apply(best);
    Objective first = objectives.get(0);
    double enough = first.score(best) - found.value();
    List<Objective> costFirst =
        Stream.concat(objectives.stream().skip(1), Stream.of(first)).toList();
    return ranking.stream()
        .filter(trial -> first.score(trial) >= enough)
        .min(Ranking.by(costFirst))
        .map(winner -> new Choice(winner, best, found));
  }
}
