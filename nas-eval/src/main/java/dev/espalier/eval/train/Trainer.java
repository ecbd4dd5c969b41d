package dev.espalier.eval.train;

import com.google.common.io.ByteSource;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.example.StepLabels;
import dev.espalier.datasets.example.Targets;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.LearningRates;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import dev.espalier.onednn.NativeBacklog;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains networks by a recipe. Thread-safe: each training belongs to the thread that calls it, and
 * equal arguments give equal parameters, whatever runs beside it.
 */
public final class Trainer {
  private final Recipe recipe;
  private final TargetEncoding targets;
  private final Engine engine;

  /** By a recipe on {@link Engine#ONEDNN}. */
  public Trainer(Recipe recipe, TargetEncoding targets) {
    this(recipe, targets, Engine.ONEDNN);
  }

  /**
   * By a recipe.
   *
   * @param targets how outputs are read; real values are learned in its scale
   * @param engine what computes
   */
  public Trainer(Recipe recipe, TargetEncoding targets, Engine engine) {
    this.recipe = recipe;
    this.targets = targets;
    this.engine = engine;
  }

  /**
   * Trains from scratch.
   *
   * @param epochs passes over the examples, at least 1
   * @param seed of initial weights, dropout, order and augmentation
   * @return the trained graph, which the caller closes
   * @throws EvaluationException if the loss is not finite, native memory runs out, or {@code watch}
   *     gives up
   * @throws IllegalArgumentException if the network does not take the examples' features or give
   *     their number of outputs, or sees the tokens that a language model is to predict, an
   *     augmentation or the order of the recipe does not fit them, or there are none
   * @throws InterruptedException if the thread was interrupted
   */
  public Trained train(Network network, Examples examples, int epochs, long seed, Watch watch)
      throws InterruptedException {
    return train(network, examples, Stretch.whole(epochs), seed, watch, graph -> {});
  }

  /**
   * The same for a part of a training. Parts that follow each other give the parameters of the
   * whole one, but for the masks of dropout, which are drawn anew where a part begins.
   *
   * @param begin sets other weights than those that were drawn; what is gone on with has its own
   */
  Trained train(
      Network network,
      Examples examples,
      Stretch stretch,
      long seed,
      Watch watch,
      Consumer<ComputationGraph> begin)
      throws InterruptedException {
    requireFit(network, examples);
    requireWindows(examples);
    NativeRuntime.useThreads(Engine.THREADS);
    try {
      ComputationGraph graph =
          GraphLowering.lower(
              network,
              Losses.of(examples, recipe),
              recipe,
              engine,
              Seeds.derive(seed, "weights", 0));
      try {
        begin.accept(graph);
        stretch.state().ifPresent(state -> TrainingState.restore(graph, state));
        Optional<ByteSource> state = fit(graph, examples, stretch, seed, watch);
        return new Trained(graph, targets, state);
      } catch (InterruptedException | RuntimeException | Error failure) {
        NativeRelease.close(graph);
        throw failure;
      }
    } catch (RuntimeException failure) {
      throw NativeMemory.explain(failure);
    } finally {
      NativeRelease.closeWorkspaces();
    }
  }

  /**
   * Checks that a network takes the examples and puts out what they are labelled with.
   *
   * @throws IllegalArgumentException as {@link #train}
   */
  public static void requireFit(Network network, Examples examples) {
    Shape needed = InputShapes.of(examples.shape());
    if (!network.inputShape().equals(needed)) {
      throw new IllegalArgumentException(
          "the network takes an input of %s; the examples are %s, so it must take %s"
              .formatted(network.inputShape(), examples.shape(), needed));
    }
    Shape outputs =
        examples.targets() instanceof StepLabels
            ? new Shape.Sequence(examples.outputs(), examples.shape().steps())
            : new Shape.Vector(examples.outputs());
    if (!network.output().shape().equals(outputs)) {
      throw new IllegalArgumentException(
          "the network puts out %s; the examples have %s %s, so it must put out %s"
              .formatted(
                  network.output().shape(),
                  examples.outputs(),
                  examples.targets() instanceof Targets.Values ? "values" : "classes",
                  outputs));
    }
    if (examples.targets() instanceof StepLabels) {
      requireCausal(network);
    }
  }

  private void requireWindows(Examples examples) {
    if (recipe.tbptt() && !(examples.targets() instanceof StepLabels)) {
      throw new IllegalArgumentException(
          "the recipe carries states from row to row (tbptt), which only windows of a text are made for; the examples are for "
              + examples.task().id());
    }
  }

  private static void requireCausal(Network network) {
    for (Node node : network.live().nodes()) {
      if (!node.layer().causal()) {
        throw new IllegalArgumentException(
            "%s (%s) lets a step see later ones, which hold the tokens that it is to predict; it must be causal"
                .formatted(node.key(), node.layer()));
      }
    }
  }

  /** Where it stopped; empty if nothing is left of the training. */
  private Optional<ByteSource> fit(
      ComputationGraph graph, Examples examples, Stretch stretch, long seed, Watch watch)
      throws InterruptedException {
    StepCuts cuts = StepCuts.of(graph, examples.shape());
    boolean inOrder = Streams.carries(graph);
    Epochs epochs =
        inOrder
            ? Epochs.inOrder(examples, recipe.batchSize())
            : new Epochs(examples, recipe.batchSize(), seed, cuts);
    Batches batches = new Batches(examples, targets, recipe.labelSmoothing(), cuts);
    Augmenter augmenter = new Augmenter(recipe.augment(), InputShapes.of(examples.shape()), seed);
    LearningRates rates = new LearningRates(recipe, (long) epochs.steps() * stretch.of());
    // Generators are per thread; building the graph has just moved this one.
    Nd4j.getRandom().setSeed(Seeds.derive(seed, "dropout", stretch.from()));
    long step = (long) epochs.steps() * stretch.from();
    for (int epoch = stretch.from() + 1; epoch <= stretch.to(); epoch++) {
      double sum = 0.0;
      int stepOfEpoch = 0;
      if (inOrder) {
        graph.rnnClearPreviousState();
      }
      for (int[] rows : epochs.epoch(epoch)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        watch.beforeStep();
        NativeBacklog.keepUp();
        rates.apply(graph, step++);
        try (Batch batch = batches.training(rows, augmenter, epoch, stepOfEpoch++)) {
          batch.fit(graph);
        }
        double loss = graph.score();
        if (!Double.isFinite(loss)) {
          throw new EvaluationException(
              "loss is %s at step %s (epoch %s)".formatted(loss, step, epoch));
        }
        sum += loss;
      }
      if (!watch.afterEpoch(epoch, sum / epochs.steps())) {
        break;
      }
    }
    // Before the statistics are measured, which training itself knows nothing of.
    Optional<ByteSource> state =
        stretch.to() < stretch.of() ? Optional.of(TrainingState.of(graph)) : Optional.empty();
    Statistics.measure(graph, batches, epochs, watch);
    rates.reset(graph); // who trains on must not start at the schedule's end
    return state;
  }
}
