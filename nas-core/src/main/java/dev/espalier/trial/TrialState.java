package dev.espalier.trial;

import java.util.Locale;

/** How a trial is shown: what became of it, in one word. */
public enum TrialState {
  /** Asked for and stored; there is no outcome yet. */
  RUNNING,
  /** Scored. */
  COMPLETED,
  /** It could not be scored, or was not evaluated; the reason says why. */
  FAILED,
  /** Stopped early because others did better. */
  PRUNED,
  /** Equal to an earlier trial, whose outcome it shares. */
  DUPLICATE,
  /** What a running trial is called where no process works on it any more. */
  INTERRUPTED;

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
