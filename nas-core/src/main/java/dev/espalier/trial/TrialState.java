package dev.espalier.trial;

import java.util.Locale;

/** What became of a trial. */
public enum TrialState {
  /** Asked for and stored, not finished. */
  RUNNING,
  /** Scored. */
  COMPLETED,
  /** Given up on: it could not be scored; the reason says why. */
  FAILED,
  /** Stopped early because others did better. */
  PRUNED,
  /** Equal to an earlier trial, whose outcome it shares. */
  DUPLICATE,
  /** Cut off when the search was stopped. */
  INTERRUPTED;

  /** Whether there is no outcome yet: it is being evaluated, or was cut off and will be again. */
  public boolean open() {
    return this == RUNNING || this == INTERRUPTED;
  }

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
