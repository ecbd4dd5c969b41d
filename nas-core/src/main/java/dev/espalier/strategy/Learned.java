package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;

/**
 * What a strategy has learned of the space.
 *
 * @param preferences what it would choose now, decision by decision
 * @param state all that it has learned, as JSON, for a later strategy of its kind to begin from
 */
public record Learned(ImmutableList<Preference> preferences, String state) {

  /**
   * What it would choose for a decision, the most probable choices having been made before.
   *
   * @param decision name of it
   * @param value the most probable one
   * @param probability of that, in (0, 1]
   * @param entropy of all values, in bits: 0 if it is certain
   */
  public record Preference(String decision, String value, double probability, double entropy) {}
}
