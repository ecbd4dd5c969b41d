package dev.espalier.evaluate;

import dev.espalier.network.Network;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;

/**
 * What an evaluator scores.
 *
 * @param architecture the genotype
 * @param network what it expands to
 * @param recipe how to train it
 */
public record Candidate(Architecture architecture, Network network, Recipe recipe) {}
