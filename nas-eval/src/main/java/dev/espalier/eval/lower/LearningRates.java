package dev.espalier.eval.lower;

import dev.espalier.recipe.Recipe;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The learning rate of each step of a training of known length: a straight line up from zero during
 * warm-up, then the recipe's schedule.
 */
public final class LearningRates {
  private final Recipe recipe;
  private final long steps;
  private final long warmup;

  /**
   * For a training of some steps.
   *
   * @param steps all steps of all epochs, at least 1
   */
  public LearningRates(Recipe recipe, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps (%s) must be at least 1".formatted(steps));
    }
    this.recipe = recipe;
    this.steps = steps;
    this.warmup = Math.min(steps - 1, Math.round(recipe.warmupFraction() * steps));
  }

  /**
   * Step size of one step.
   *
   * @param step from 0 upwards; past the last step the last rate holds
   */
  public double at(long step) {
    if (isWarmup(step)) {
      return recipe.learningRate() * (step + 1.0) / (warmup + 1.0);
    }
    double progress = Math.min(1.0, (step - warmup) / (double) (steps - warmup));
    return recipe.learningRate() * recipe.schedule().factor(progress);
  }

  /** Whether a step is one of the first, in which the rate grows. */
  public boolean isWarmup(long step) {
    return step < warmup;
  }

  /**
   * Sets the rate of the next step. Unlike {@link ComputationGraph#setLearningRate}, which builds
   * the updater's state anew, this costs next to nothing.
   */
  public void apply(ComputationGraph graph, long step) {
    set(graph, at(step));
  }

  /** Sets the rate back to the recipe's, as a graph that was never trained has it. */
  public void reset(ComputationGraph graph) {
    set(graph, recipe.learningRate());
  }

  private static void set(ComputationGraph graph, double rate) {
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer trained && trained.getIUpdater() != null) {
        trained.getIUpdater().setLrAndSchedule(rate, null);
      }
    }
  }
}
