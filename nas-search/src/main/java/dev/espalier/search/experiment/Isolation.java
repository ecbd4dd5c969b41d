package dev.espalier.search.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where a trial is evaluated. */
public enum Isolation {
  /** On a thread of the search: the fastest. One that hangs in a native call is given up. */
  THREAD,
  /**
   * In a process beside the search: one that hangs, crashes or takes too much memory is ended, and
   * nothing of it stays behind.
   */
  PROCESS;

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All ids, the default first. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Isolation::id).toList();
  }

  /**
   * By its id.
   *
   * @throws IllegalArgumentException if there is none of that id
   */
  public static Isolation of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
