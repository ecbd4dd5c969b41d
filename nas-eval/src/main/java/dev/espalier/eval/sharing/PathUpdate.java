package dev.espalier.eval.sharing;

import dev.espalier.eval.lower.UpdaterLowering;
import dev.espalier.eval.weights.Block;
import dev.espalier.eval.weights.Corner;
import dev.espalier.eval.weights.GraphWeights;
import dev.espalier.eval.weights.Moments;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.eval.weights.Slot;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.onednn.UpdateRule;
import dev.espalier.recipe.Recipe;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One update of shared weights: gradients of one path or more, then a step of the optimizer on what
 * had a part in any. Each block has its own state and step count, for each group of paths. Not
 * thread-safe.
 *
 * <p>The gradient of each number is the mean over the paths that have it, so that what all paths
 * share learns at the same rate as what one of them, such as the widest, has alone. Where paths of
 * several groups have a number, the step of each group counts by its share of them.
 */
final class PathUpdate {
  private final Recipe recipe;
  private final SharedWeights weights;

  /** By block, then by group. */
  private final Map<String, Map<String, BlockGradient>> gradients = new LinkedHashMap<>();

  /**
   * An update of these weights, which stay as they are.
   *
   * @param recipe its optimizer, penalties and limit of gradients
   */
  PathUpdate(Recipe recipe, SharedWeights weights) {
    this.recipe = recipe;
    this.weights = weights;
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
   * @param path with room for it in the weights; its graph has just computed them
   * @param rows of the batch, over which they are summed
   * @throws EvaluationException if one is not finite
   */
  void add(Path path, int rows) {
    GraphWeights graph = path.graph().weights();
    float[] computed = graph.gradients();
    scale(graph, computed, rows);
    for (Slot slot : graph.slots()) {
      Map<String, BlockGradient> groups =
          gradients.computeIfAbsent(slot.block(), key -> new LinkedHashMap<>());
      BlockGradient known = groups.get(path.group());
      if (known == null) {
        groups.put(path.group(), new BlockGradient(slot, computed, path.rate()));
      } else {
        known.add(slot, computed, path.rate());
      }
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

  /** The weights after the step. */
  SharedWeights apply() {
    Map<String, Block> changed = new HashMap<>();
    gradients.forEach(
        (key, groups) ->
            changed.put(key, step(Objects.requireNonNull(weights.block(key)), groups)));
    return weights.with(changed);
  }

  private Block step(Block block, Map<String, BlockGradient> groups) {
    float[] values = block.values().clone();
    Map<String, Moments> moments = new HashMap<>(block.moments());
    float[] all = groups.size() == 1 ? new float[0] : counts(block, groups.values());
    groups.forEach(
        (group, gradient) -> {
          Corner corner = Corner.of(gradient.sizes(), block.sizes());
          float[] update = gradient.mean();
          if (gradient.penalised()) {
            penalise(update, corner.gathered(block.values()));
          }
          Moments known = block.moments(group);
          UpdateRule rule = rule(recipe, gradient.rate(), known == null ? 0 : known.steps());
          Moments before = known == null ? Moments.none(rule.states(), values.length) : known;
          float[] first = corner.gathered(before.first());
          float[] second = corner.gathered(before.second());
          rule.update(update, first, second, update.length);
          if (!gradient.isEven()) {
            float[] counts = gradient.counts();
            keep(update, new float[update.length], counts);
            keep(first, corner.gathered(before.first()), counts);
            keep(second, corner.gathered(before.second()), counts);
          }
          if (all.length > 0) {
            share(update, gradient.counts(), corner.gathered(all));
          }
          corner.subtract(update, values);
          moments.put(
              group,
              new Moments(
                  corner.replaced(before.first(), first),
                  corner.replaced(before.second(), second),
                  before.steps() + 1));
        });
    return new Block(block.sizes(), values, moments);
  }

  /** How many paths of any group have each number. */
  private static float[] counts(Block block, Collection<BlockGradient> groups) {
    float[] all = new float[block.values().length];
    for (BlockGradient group : groups) {
      Corner.of(group.sizes(), block.sizes()).add(group.counts(), 0, all);
    }
    return all;
  }

  /** What no path has stays as it was. */
  private static void keep(float[] now, float[] before, float[] counts) {
    for (int i = 0; i < now.length; i++) {
      if (counts[i] == 0) {
        now[i] = before[i];
      }
    }
  }

  private static void share(float[] update, float[] counts, float[] all) {
    for (int i = 0; i < update.length; i++) {
      update[i] *= counts[i] / Math.max(1, all[i]);
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
