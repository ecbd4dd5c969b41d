package dev.espalier.trial;

import java.util.Locale;

/** Why a study stopped asking. */
public enum EndReason {
  /** All trials of the budget were asked for. */
  BUDGET,
  /**
   * The strategy has nothing left to try: it says so, or its last {@value #MOST_STALE} proposals
   * were all networks that had been tried.
   */
  EXHAUSTED,
  /** The minutes of the budget are over. */
  TIME,
  /** More trials failed than may. */
  FAILURES,
  /** It was stopped from outside and can be resumed. */
  INTERRUPTED;

  /** Duplicates in a row after which a study counts as exhausted. */
  public static final int MOST_STALE = 200;

  /**
   * The reason of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EndReason of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
