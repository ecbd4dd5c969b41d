package dev.espalier.objective;

import dev.espalier.trial.Trial;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
   * The winner among the trials that were scored and keep to the constraints.
   *
   * @param tolerance how far below the best the first objective may be, in its own unit; such as
   *     {@link #standardError}; not negative
   * @return empty if no trial was scored and keeps to the constraints
   */
  public static Optional<Trial> of(
      Collection<Trial> trials,
      List<Objective> objectives,
      List<Constraint> constraints,
      double tolerance) {
    if (!(tolerance >= 0.0)) {
      throw new IllegalArgumentException(
          "tolerance (%s) must not be negative".formatted(tolerance));
    }
    List<Trial> ranking = Ranking.of(trials, objectives, constraints);
    if (ranking.isEmpty() || objectives.size() == 1) {
      return ranking.stream().findFirst();
    }
    Objective first = objectives.get(0);
    double enough = first.score(ranking.get(0)) - tolerance;
    List<Objective> costFirst =
        Stream.concat(objectives.stream().skip(1), Stream.of(first)).toList();
    return ranking.stream()
        .filter(trial -> first.score(trial) >= enough)
        .min(Ranking.by(costFirst));
  }

  /**
   * Standard error of a proportion, such as an accuracy: {@code sqrt(p (1 - p) / n)}.
   *
   * @param proportion in [0, 1]
   * @param examples how many it was measured on, at least 1
   */
  public static double standardError(double proportion, int examples) {
    if (!(proportion >= 0.0 && proportion <= 1.0) || examples < 1) {
      throw new IllegalArgumentException(
          "proportion (%s) must lie in [0, 1], examples (%s) must be at least 1"
              .formatted(proportion, examples));
    }
    return Math.sqrt(proportion * (1.0 - proportion) / examples);
  }
}
