package dev.espalier.search;

/** Checks of settings. */
final class Checks {
  private Checks() {}

  static void atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s (%s) must be at least %s".formatted(name, value, minimum));
    }
  }
}
