package dev.espalier.search;

import dev.espalier.network.Shape;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeSpace;
import dev.espalier.search.experiment.Experiment;
import dev.espalier.search.experiment.Open;
import dev.espalier.search.experiment.Retraining;
import dev.espalier.trial.Fidelity;

/**
 * What an experiment leaves open, as its data need it; docs/training.md has the formula. A few
 * epochs of few examples are a few steps, after which no network differs from another.
 */
final class DataDefaults {
  /** Steps of a trial, where its data are few. */
  static final int STEPS = 300;

  /** Passes of a trial over many examples. */
  static final int EPOCHS = 2;

  /** Steps of a final training, where its data are few. */
  static final int FINAL_STEPS = 1_200;

  /** Passes of a final training over many examples. */
  static final int FINAL_EPOCHS = 20;

  private static final int LARGEST_BATCH = 64;
  private static final int SMALLEST_BATCH = 16;

  /** Steps that a pass has at least, if the batch need not be smaller than the smallest. */
  private static final int STEPS_A_PASS = 16;

  /** Images of which fewer are augmented, unless something is said of that. */
  private static final int FEW_IMAGES = 2_000;

  /** Pixels of a side below which a shift hides too much. */
  private static final int SMALLEST_CROPPED = 16;

  /** Parameter of the share of the second image, as on ImageNet (Zhang et al. 2018). */
  private static final double MIXED = 0.2;

  private static final String TRAINED = "train";

  private final Shape input;
  private final Experiment experiment;
  private final Task task;
  private final int examples;

  private DataDefaults(Experiment experiment, Task task, Shape input, int examples) {
    this.input = input;
    this.experiment = experiment;
    this.task = task;
    this.examples = examples;
  }

  /**
   * Fills an experiment in.
   *
   * @param input shape of one example
   * @param examples of the training split
   */
  static Experiment fill(Experiment experiment, Task task, Shape input, int examples) {
    return new DataDefaults(experiment, task, input, examples).filled();
  }

  private Experiment filled() {
    RecipeSpace recipes = recipes();
    int batch = recipes.base().batchSize();
    Experiment.Builder filled =
        experiment.settled().space(experiment.space().forData(input, task)).recipes(recipes);
    if (isOpen(Open.FIDELITY) && trains()) {
      filled.fidelity(Fidelity.epochs(epochs(EPOCHS, STEPS, batch)));
    }
    if (isOpen(Open.FINAL_EPOCHS)) {
      Retraining given = experiment.retraining();
      filled.retraining(
          new Retraining(given.topK(), given.seeds(), epochs(FINAL_EPOCHS, FINAL_STEPS, batch)));
    }
    return filled.build();
  }

  private boolean isOpen(Open setting) {
    return experiment.open().contains(setting);
  }

  /** Whether each trial is a training of its own. */
  private boolean trains() {
    return experiment.evaluator().type().equals(TRAINED);
  }

  private int epochs(int fewest, int steps, int batch) {
    int stepsAPass = (examples + batch - 1) / batch;
    return Math.max(fewest, (steps + stepsAPass - 1) / stepsAPass);
  }

  private RecipeSpace recipes() {
    RecipeSpace given = experiment.recipes();
    Recipe.Builder base = given.base().toBuilder();
    if (isOpen(Open.BATCH_SIZE) && trains()) {
      int batch = Integer.highestOneBit(Math.max(1, examples / STEPS_A_PASS));
      base.batchSize(Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, batch)));
    }
    if (isOpen(Open.LEARNING_RATE) && trains()) {
      base.learningRate(learningRate(given.base().optimizer(), base.build().batchSize()));
    }
    if (isOpen(Open.AUGMENT) && trains() && isSmallSetOfImages()) {
      RecipeSpace open = given.on(base.build());
      return task == Task.CLASSIFICATION
          ? open.augmented(Augmentation.Crop.scaled(), new Augmentation.Mixup(MIXED))
          : open.augmented(Augmentation.Crop.scaled());
    }
    return given.on(base.build());
  }

  /**
   * Images that are shifted a little show the same, and a mixture of two is a little of both;
   * digits that are flipped are none.
   */
  private boolean isSmallSetOfImages() {
    return input instanceof Shape.Image image
        && Math.min(image.height(), image.width()) >= SMALLEST_CROPPED
        && examples < FEW_IMAGES;
  }

  /** Smaller steps are noisier, by the root of what they are smaller (Krizhevsky 2014). */
  private double learningRate(Optimizer optimizer, int batch) {
    double usual = optimizer instanceof Optimizer.Adam ? 0.002 : 0.05;
    return usual * Math.sqrt((double) batch / LARGEST_BATCH);
  }
}
