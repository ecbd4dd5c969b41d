package dev.espalier.trial;

import java.util.Locale;

/** Why a trial failed, which decides whether another attempt makes sense. */
public enum FailureCause {
  /** The candidate itself: its loss is not finite, its network does not fit. */
  CANDIDATE,
  /** What the machine had left: memory, a file. */
  RESOURCE,
  /** It took too long. */
  TIME;

  /** Whether another attempt may come out differently. */
  public boolean mayPass() {
    return this != CANDIDATE;
  }

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The cause of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FailureCause of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
