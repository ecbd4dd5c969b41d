package dev.espalier.eval.sharing;

import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import dev.espalier.eval.train.Batch;
import dev.espalier.eval.train.Batches;
import dev.espalier.eval.train.Epochs;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.onednn.NativeBacklog;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import java.util.List;
import java.util.function.LongFunction;
import org.nd4j.linalg.factory.Nd4j;

/** Trains the path of one trial for some steps, from shared weights on. For one thread. */
final class TrialTraining {
  private final Recipe recipe;
  private final Epochs epochs;
  private final Batches batches;
  private final Augmenter augmenter;
  private final long seed;

  /**
   * On examples.
   *
   * @param epochs their order
   * @param seed of augmentation and dropout
   */
  TrialTraining(
      Examples examples, TargetEncoding targets, Recipe recipe, Epochs epochs, long seed) {
    this.recipe = recipe;
    this.epochs = epochs;
    this.batches = new Batches(examples, targets, recipe.labelSmoothing());
    this.augmenter = new Augmenter(recipe.augment(), InputShapes.of(examples.shape()), seed);
    this.seed = seed;
  }

  /**
   * What the steps make of the weights, which stay as they are.
   *
   * @param path the path, as each step has it; stays open
   * @param first number of the first step, which says on which batch it is taken
   * @param steps how many
   * @throws EvaluationException if the training diverges
   * @throws InterruptedException if the thread was interrupted
   */
  SharedWeights train(SharedWeights from, LongFunction<Path> path, long first, int steps)
      throws InterruptedException {
    PathTrainer trainer = new PathTrainer(recipe);
    Nd4j.getRandom().setSeed(Seeds.derive(seed, "dropout", 0));
    SharedWeights weights = from;
    for (long step = first; step < first + steps; step++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      NativeBacklog.keepUp();
      int epoch = (int) (step / epochs.steps()) + 1;
      int position = (int) (step % epochs.steps());
      try (Batch batch =
          batches.training(epochs.epoch(epoch).get(position), augmenter, epoch, position)) {
        PathTrainer.Step taken = trainer.take(weights, List.of(path.apply(step)), batch);
        if (!Double.isFinite(taken.loss())) {
          throw new EvaluationException(
              "the gradient or loss is not finite at step %s: the training diverged"
                  .formatted(step));
        }
        weights = taken.weights();
      }
    }
    return weights;
  }
}
