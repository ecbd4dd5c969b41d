package dev.espalier.study;

import java.util.Locale;

/** Why a study stopped asking. */
public enum EndReason {
  /** All trials of the budget were asked for. */
  BUDGET,
  /** The strategy has nothing left to try, or proposes little but duplicates. */
  EXHAUSTED,
  /** The minutes of the budget are over. */
  TIME,
  /** More trials failed than may. */
  FAILURES,
  /** It was stopped from outside and can be resumed. */
  INTERRUPTED;

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
