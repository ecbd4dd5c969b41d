package dev.espalier.eval.sharing;

import dev.espalier.eval.train.Batch;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.recipe.Recipe;
import java.util.List;

/** Trains shared weights, one update after the other. For one thread. */
final class PathTrainer {
  /** Paths that may fail in a row before it is said that the training diverged. */
  private static final int MOST_FAILURES = 50;

  private final Recipe recipe;
  private final long mostBytes;
  private int failures;

  PathTrainer(Recipe recipe) {
    this(recipe, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * With a limit.
   *
   * @param mostBytes of the weights with the state of the optimizer
   */
  PathTrainer(Recipe recipe, long mostBytes) {
    this.recipe = recipe;
    this.mostBytes = mostBytes;
  }

  /**
   * What an update makes of the weights.
   *
   * @param loss mean over its paths; not a number if all of them failed
   */
  record Step(SharedWeights weights, double loss) {}

  /**
   * Takes a step of the optimizer. A path whose numbers are not finite has no part in it; the
   * weights that it read stay as they are, whatever happens.
   *
   * @param paths at least one
   * @throws EvaluationException if one path after the other fails, or the weights are too many
   */
  Step take(SharedWeights weights, List<Path> paths, Batch batch) {
    SharedWeights grown = weights;
    for (Path path : paths) {
      grown = grown.adopt(path.graph().weights());
    }
    requireRoom(grown);
    PathUpdate update = new PathUpdate(recipe, grown);
    double sum = 0.0;
    int trained = 0;
    for (Path path : paths) {
      try {
        grown.load(path.graph().weights());
        double loss = path.loss(batch);
        update.add(path, batch.rows());
        sum += loss;
        trained++;
        failures = 0;
      } catch (EvaluationException failure) {
        fail(path, failure);
      }
    }
    return trained == 0 ? new Step(weights, Double.NaN) : new Step(update.apply(), sum / trained);
  }

  /** An update copies what it changes, and what is kept is written from a copy. */
  private void requireRoom(SharedWeights grown) {
    if (grown.bytes() > mostBytes) {
      throw new EvaluationException(
          "%s are more than a quarter of the heap (%s MB): give Java more by -Xmx, or let the space have fewer networks"
              .formatted(grown, Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private void fail(Path path, EvaluationException failure) {
    failures++;
    if (failures > MOST_FAILURES) {
      throw new EvaluationException(
          "%s paths failed one after the other, the last (%s) because %s; a lower evaluator.training.learningRate may help"
              .formatted(failures, path.architecture(), failure.getMessage()),
          failure);
    }
  }
}
