package dev.espalier.search;

import java.util.OptionalDouble;

/**
 * When a search stops asking.
 *
 * @param trials evaluated trials, at least 1; reused duplicates are free
 * @param minutes wall-clock minutes after which nothing new is asked for, above 0; empty for none
 */
public record Budget(int trials, OptionalDouble minutes) {
  public Budget {
    if (trials < 1) {
      throw new IllegalArgumentException("trials (%s) must be at least 1".formatted(trials));
    }
    if (minutes.isPresent() && !(minutes.getAsDouble() > 0.0)) {
      throw new IllegalArgumentException(
          "minutes (%s) must be above 0".formatted(minutes.getAsDouble()));
    }
  }

  /** Without a limit in minutes. */
  public static Budget trials(int trials) {
    return new Budget(trials, OptionalDouble.empty());
  }

  /** The same number of trials, and a limit in minutes. */
  public Budget minutes(double minutes) {
    return new Budget(trials, OptionalDouble.of(minutes));
  }
}
