package dev.espalier.eval.sharing;

import com.google.common.base.Stopwatch;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.LearningRates;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.eval.train.Batch;
import dev.espalier.eval.train.Batches;
import dev.espalier.eval.train.Epochs;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.eval.train.Losses;
import dev.espalier.eval.train.NativeMemory;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.Preparation;
import dev.espalier.network.Network;
import dev.espalier.onednn.NativeBacklog;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains shared weights: each step trains the paths that a sampler names on one batch. Its steps
 * are numbered, and step n depends on the weights and n alone. For one thread.
 */
final class SupernetTraining {
  /** Paths of a training that may fail in a row before it is said to have diverged. */
  private static final int MOST_FAILURES = 50;

  private static final Duration KEEP_EVERY = Duration.ofSeconds(20);

  /** Of the loss that is shown. */
  private static final double SMOOTHING = 0.98;

  private final Function<Architecture, Network> networks;
  private final PathSampler sampler;
  private final Recipe recipe;
  private final Engine engine;
  private final OutputSpec output;
  private final Batches batches;
  private final Epochs epochs;
  private final Augmenter augmenter;
  private final LearningRates rates;
  private final long steps;
  private final long seed;
  private final int states;
  private int failures;

  /** The batches of the epoch that steps are in. */
  private List<int[]> rows = List.of();

  private long epoch = -1;

  /**
   * A training.
   *
   * @param passes over the examples that all paths take together, at least 1
   */
  SupernetTraining(
      Function<Architecture, Network> networks,
      PathSampler sampler,
      Examples examples,
      TargetEncoding targets,
      Recipe recipe,
      Engine engine,
      int passes,
      long seed) {
    this.networks = networks;
    this.sampler = sampler;
    this.recipe = recipe;
    this.engine = engine;
    this.output = Losses.of(examples, recipe);
    this.batches = new Batches(examples, targets, recipe.labelSmoothing());
    this.epochs = new Epochs(examples, recipe.batchSize(), seed);
    this.augmenter = new Augmenter(recipe.augment(), InputShapes.of(examples.shape()), seed);
    this.steps = Math.max(1, (long) passes * epochs.steps() / Math.max(1, sampler.pathsAStep()));
    this.rates = new LearningRates(recipe, steps);
    this.seed = seed;
    this.states = PathUpdate.states(recipe);
  }

  /** How many steps it has. */
  long steps() {
    return steps;
  }

  /**
   * Goes on with the training until it is over.
   *
   * @param from where it was left
   * @throws EvaluationException if it diverges
   * @throws InterruptedException if the study was asked to stop; what it kept last is durable
   */
  Snapshot run(Snapshot from, Preparation study) throws InterruptedException {
    NativeRuntime.useThreads(Engine.THREADS);
    Snapshot now = from;
    Stopwatch sinceKept = Stopwatch.createStarted();
    try {
      while (now.steps() < steps) {
        study.checkStop();
        Step step = take(now.weights(), now.steps());
        now = new Snapshot(now.steps() + 1, smoothed(now.loss(), step.loss()), step.weights());
        study.progress(now.steps(), steps, now.loss());
        if (now.steps() == steps || sinceKept.elapsed().compareTo(KEEP_EVERY) > 0) {
          study.keep(now.bytes());
          sinceKept.reset().start();
        }
      }
      return now;
    } catch (RuntimeException failure) {
      throw NativeMemory.explain(failure);
    } finally {
      NativeRelease.closeWorkspaces();
    }
  }

  private static double smoothed(double before, double loss) {
    if (!Double.isFinite(loss)) {
      return before;
    }
    return Double.isFinite(before) ? SMOOTHING * before + (1 - SMOOTHING) * loss : loss;
  }

  /**
   * What a step makes of the weights.
   *
   * @param loss mean over its paths
   */
  record Step(SharedWeights weights, double loss) {}

  /**
   * Takes a step. A path that fails, by numbers that are not finite or an exception, has no part in
   * it.
   *
   * @param step from 0 upwards
   * @throws EvaluationException if one path after the other fails
   * @throws InterruptedException if the thread was interrupted
   */
  Step take(SharedWeights weights, long step) throws InterruptedException {
    int position = (int) (step % epochs.steps());
    if (step / epochs.steps() != epoch) {
      epoch = step / epochs.steps();
      rows = epochs.epoch((int) epoch + 1);
    }
    Nd4j.getRandom().setSeed(Seeds.derive(seed, "dropout", step));
    NativeBacklog.keepUp();
    try (Batch batch = batches.training(rows.get(position), augmenter, (int) epoch + 1, position)) {
      return take(weights, step, batch);
    }
  }

  private Step take(SharedWeights weights, long step, Batch batch) throws InterruptedException {
    List<Path> paths = open(step);
    try {
      SharedWeights grown = weights;
      for (Path path : paths) {
        grown = grown.adopt(path.graph(), states);
      }
      PathUpdate update = new PathUpdate(recipe, grown);
      double sum = 0.0;
      int trained = 0;
      for (Path path : paths) {
        try {
          grown.load(path.graph());
          sum += path.loss(batch);
          update.add(path.graph(), batch.rows());
          trained++;
        } catch (EvaluationException failure) {
          fail(path.architecture(), failure);
        }
      }
      if (trained == 0) {
        return new Step(weights, Double.NaN);
      }
      failures = 0;
      return new Step(update.apply(rates.at(step)), sum / trained);
    } finally {
      paths.forEach(Path::close);
    }
  }

  /** A path of a step. */
  private record Path(Architecture architecture, PathGraph graph) implements AutoCloseable {
    double loss(Batch batch) {
      double loss = batch.gradients(graph.graph());
      if (!Double.isFinite(loss)) {
        throw new EvaluationException("the loss is %s".formatted(loss));
      }
      return loss;
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  private List<Path> open(long step) {
    List<Path> paths = new ArrayList<>();
    for (Architecture architecture : sampler.paths(step)) {
      long number = step * sampler.pathsAStep() + paths.size();
      paths.add(
          new Path(
              architecture,
              PathGraph.of(
                  networks.apply(architecture),
                  output,
                  recipe,
                  engine,
                  Seeds.derive(seed, "weights", number))));
    }
    return paths;
  }

  private void fail(Architecture architecture, EvaluationException failure) {
    failures++;
    if (failures > MOST_FAILURES) {
      throw new EvaluationException(
          "%s paths failed one after the other, the last (%s) because %s; a lower evaluator.training.learningRate may help"
              .formatted(failures, architecture, failure.getMessage()),
          failure);
    }
  }
}
