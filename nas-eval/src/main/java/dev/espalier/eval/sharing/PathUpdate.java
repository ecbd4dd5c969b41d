package dev.espalier.eval.sharing;

import dev.espalier.eval.lower.UpdaterLowering;
import dev.espalier.eval.weights.Block;
import dev.espalier.eval.weights.Corner;
import dev.espalier.eval.weights.GraphWeights;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.eval.weights.Slot;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.onednn.UpdateRule;
import dev.espalier.recipe.Recipe;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One update of shared weights: gradients of one path or more, then a step of the optimizer on the
 * blocks that had a part in any. Each block has its own state and step count. Not thread-safe.
 *
 * <p>The gradient of each number is the mean over the paths that have it, so that what all paths
 * share learns at the same rate as what one of them, such as the widest, has alone.
 */
final class PathUpdate {
  private final Recipe recipe;
  private final SharedWeights weights;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** Gradients of one block. */
  private static final class Part {
    private final float[] gradient;

    /** How many paths have each number. */
    private final int[] paths;

    private final boolean penalised;

    Part(int length, boolean penalised) {
      this.gradient = new float[length];
      this.paths = new int[length];
      this.penalised = penalised;
    }
  }

  /**
   * An update of these weights, which stay as they are.
   *
   * @param recipe its optimizer, penalties and limit of gradients
   */
  PathUpdate(Recipe recipe, SharedWeights weights) {
    this.recipe = recipe;
    this.weights = weights;
  }

  /** Arrays of state that an optimizer keeps for each parameter. */
  static int states(Recipe recipe) {
    return rule(recipe, recipe.learningRate(), 0).states();
  }

  private static UpdateRule rule(Recipe recipe, double rate, int steps) {
    return UpdateRule.of(recipe.optimizer().accept(new UpdaterLowering(rate)), steps, 0)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "optimizer %s cannot train shared weights".formatted(recipe.optimizer())));
  }

  /**
   * Adds the gradients of a path.
   *
   * @param path with room for it in the weights; of a graph that has just computed them
   * @param rows of the batch, over which they are summed
   * @throws EvaluationException if one is not finite
   */
  void add(GraphWeights path, int rows) {
    float[] gradients = path.gradients();
    scale(path, gradients, rows);
    for (Slot slot : path.slots()) {
      Block block = Objects.requireNonNull(weights.block(slot.block()));
      Part part =
          parts.computeIfAbsent(
              slot.block(), key -> new Part(block.values().length, slot.penalised()));
      Corner corner = Corner.of(slot.sizes(), block.sizes());
      corner.add(gradients, slot.offset(), part.gradient);
      corner.count(part.paths);
    }
  }

  /** Divides by the rows, and limits the gradient of each layer. */
  private void scale(GraphWeights path, float[] gradients, int rows) {
    float share = 1f / rows;
    Map<String, Double> squares = new HashMap<>();
    for (Slot slot : path.slots()) {
      double square = 0.0;
      for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
        gradients[i] *= share;
        square += (double) gradients[i] * gradients[i];
      }
      squares.merge(slot.layer(), square, Double::sum);
    }
    for (Map.Entry<String, Double> layer : squares.entrySet()) {
      if (!Double.isFinite(layer.getValue())) {
        throw new EvaluationException(
            "the gradient of %s is not finite: the training diverged".formatted(layer.getKey()));
      }
    }
    double limit = recipe.gradientClip();
    if (limit == 0.0) {
      return;
    }
    for (Slot slot : path.slots()) {
      double norm = Math.sqrt(Objects.requireNonNull(squares.get(slot.layer())));
      if (norm > limit) {
        float factor = (float) (limit / norm);
        for (int i = slot.offset(); i < slot.offset() + slot.length(); i++) {
          gradients[i] *= factor;
        }
      }
    }
  }

  /** The weights after a step at a learning rate. */
  SharedWeights apply(double rate) {
    Map<String, Block> changed = new HashMap<>();
    parts.forEach(
        (key, part) ->
            changed.put(key, step(Objects.requireNonNull(weights.block(key)), part, rate)));
    return weights.with(changed);
  }

  private Block step(Block block, Part part, double rate) {
    float[] gradient = part.gradient;
    float[] values = block.values().clone();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= Math.max(1, part.paths[i]);
    }
    if (part.penalised) {
      penalise(gradient, values);
    }
    float[] first = block.first().clone();
    float[] second = block.second().clone();
    rule(recipe, rate, block.steps()).update(gradient, first, second, gradient.length);
    for (int i = 0; i < values.length; i++) {
      if (part.paths[i] > 0) {
        values[i] -= gradient[i];
      } else {
        keep(block.first(), first, i);
        keep(block.second(), second, i);
      }
    }
    return new Block(block.sizes(), values, first, second, block.steps() + 1);
  }

  private static void keep(float[] before, float[] now, int at) {
    if (before.length > 0) {
      now[at] = before[at];
    }
  }

  private void penalise(float[] gradient, float[] values) {
    float l2 = (float) recipe.l2();
    float l1 = (float) recipe.l1();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += l2 * values[i] + l1 * Math.signum(values[i]);
    }
  }
}
