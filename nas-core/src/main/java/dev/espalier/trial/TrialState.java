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

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
