package dev.espalier.strategies.controller;

import dev.espalier.space.Architecture;

/**
 * How an architecture was drawn by a policy. Not changed once made.
 *
 * <p>Not a record: arrays are compared by nobody.
 */
final class Episode {
  /** Stands for the option of a decision that is not open. */
  static final int CLOSED = -1;

  private final Architecture architecture;
  private final int[] chosen;
  private final boolean[][] masks;
  private final double logProbability;

  Episode(Architecture architecture, int[] chosen, boolean[][] masks, double logProbability) {
    this.architecture = architecture;
    this.chosen = chosen;
    this.masks = masks;
    this.logProbability = logProbability;
  }

  Architecture architecture() {
    return architecture;
  }

  /** The option of a decision, or {@link #CLOSED}. */
  int chosen(int decision) {
    return chosen[decision];
  }

  /** Which options of an open decision could be chosen. */
  boolean[] mask(int decision) {
    return masks[decision];
  }

  /** Natural logarithm of how probable it was when it was drawn. */
  double logProbability() {
    return logProbability;
  }
}
