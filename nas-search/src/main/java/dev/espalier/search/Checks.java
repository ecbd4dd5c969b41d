package dev.espalier.search;

/** Checks of settings. */
final class Checks {
  private Checks() {}

  static void atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s (%d) must be at least %d".formatted(name, value, minimum));
    }
  }
}
