package dev.espalier.evaluate;

import dev.espalier.network.Network;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import java.util.Optional;

/**
 * What an evaluator scores.
 *
 * @param architecture the genotype
 * @param expanded what it expands to; empty in a space without networks, such as that of a table
 * @param recipe how to train it
 */
public record Candidate(Architecture architecture, Optional<Network> expanded, Recipe recipe) {

  /** With its network. */
  public Candidate(Architecture architecture, Network network, Recipe recipe) {
    this(architecture, Optional.of(network), recipe);
  }

  /**
   * What it expands to.
   *
   * @throws IllegalStateException if its space has no networks
   */
  public Network network() {
    return expanded.orElseThrow(
        () ->
            new IllegalStateException(
                "%s stands for no network: its space has none".formatted(architecture)));
  }
}
