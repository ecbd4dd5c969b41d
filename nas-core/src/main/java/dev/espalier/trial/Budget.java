package dev.espalier.trial;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a study stops asking: at whichever limit it meets first.
 *
 * @param trials evaluated trials, at least 1; reused duplicates are free
 * @param trainings whole trainings, above 0; a trial counts by what it reached beyond the trial
 *     that it went on from
 * @param minutes wall-clock minutes, above 0
 */
public record Budget(OptionalInt trials, OptionalDouble trainings, OptionalDouble minutes) {
  public Budget {
    if (trials.isEmpty() && trainings.isEmpty()) {
      throw new IllegalArgumentException(
          "a budget must limit trials or trainings, as minutes depend on the machine");
    }
    if (trials.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "trials (%s) must be at least 1".formatted(trials.getAsInt()));
    }
    requirePositive("trainings", trainings);
    requirePositive("minutes", minutes);
  }

  /** So many trials. */
  public static Budget trials(int trials) {
    return new Budget(OptionalInt.of(trials), OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** So many whole trainings, shared by any number of trials. */
  public static Budget trainings(double trainings) {
    return new Budget(OptionalInt.empty(), OptionalDouble.of(trainings), OptionalDouble.empty());
  }

  /** The same, and a limit in minutes. */
  public Budget minutes(double limit) {
    return new Budget(trials, trainings, OptionalDouble.of(limit));
  }

  /** Whether at least one limit is larger than that of another budget, or gone. */
  public boolean exceeds(Budget other) {
    return trials.orElse(Integer.MAX_VALUE) > other.trials.orElse(Integer.MAX_VALUE)
        || limit(trainings) > limit(other.trainings)
        || limit(minutes) > limit(other.minutes);
  }

  private static double limit(OptionalDouble value) {
    return value.orElse(Double.POSITIVE_INFINITY);
  }

  private static void requirePositive(String name, OptionalDouble value) {
    if (!(limit(value) > 0.0)) {
      throw new IllegalArgumentException("%s (%s) must be above 0".formatted(name, limit(value)));
    }
  }
}
