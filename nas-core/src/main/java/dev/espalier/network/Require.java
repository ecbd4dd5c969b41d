package dev.espalier.network;

/** Checks of layer parameters that return what they checked. */
final class Require {
  private Require() {}

  static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s (%s) must be at least 1".formatted(name, value));
    }
    return value;
  }

  static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s (%s) must not be negative".formatted(name, value));
    }
    return value;
  }
}
