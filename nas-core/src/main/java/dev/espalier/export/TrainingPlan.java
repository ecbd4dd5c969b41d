package dev.espalier.export;

import dev.espalier.recipe.Recipe;

/**
 * How to repeat the final training.
 *
 * @param recipe optimiser, learning rate and the rest
 * @param epochs passes over the training data, at least 1
 */
public record TrainingPlan(Recipe recipe, int epochs) {
  public TrainingPlan {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs (%s) must be at least 1".formatted(epochs));
    }
  }
}
