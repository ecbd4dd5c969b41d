package dev.espalier.search.experiment;

/** Checks of settings. */
public final class Checks {
  private Checks() {}

  /**
   * A whole number that is not too small.
   *
   * @throws IllegalArgumentException naming it, its value and what would be right
   */
  public static void atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s (%s) must be at least %s".formatted(name, value, minimum));
    }
  }
}
