/**
 * How a network is trained, and what of that is left open to the search.
 *
 * <pre>{@code
 * Recipe recipe = Recipe.builder().learningRate(0.05).batchSize(32).build();
 * RecipeSpace fixed = RecipeSpace.fixed(recipe);
 * }</pre>
 */
@NullMarked
package dev.espalier.recipe;

import org.jspecify.annotations.NullMarked;
