package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.objective.Objective;
import dev.espalier.space.SearchSpace;

/**
 * What a strategy works on.
 *
 * @param space where it searches
 * @param objectives what it optimises, the first the most important; at least one
 * @param fidelity how far a trial is trained unless the strategy decides otherwise
 */
public record StrategySetting(
    SearchSpace space, ImmutableList<Objective> objectives, Fidelity fidelity) {
  public StrategySetting {
    if (objectives.isEmpty()) {
      throw new IllegalArgumentException("objectives must not be empty");
    }
  }
}
