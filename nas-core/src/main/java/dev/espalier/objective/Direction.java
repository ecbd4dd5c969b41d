package dev.espalier.objective;

import java.util.Locale;

/** Which way is better. */
public enum Direction {
  MAXIMIZE,
  MINIMIZE;

  /**
   * The direction of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Direction of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }

  /** As files spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value, negated if less is better: greater is always better in what comes out. */
  public double orient(double value) {
    return this == MAXIMIZE ? value : -value;
  }
}
