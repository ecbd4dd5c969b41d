package dev.espalier.eval.sharing;

import com.google.common.base.Stopwatch;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.augment.Augmenter;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.eval.train.Batch;
import dev.espalier.eval.train.Batches;
import dev.espalier.eval.train.Epochs;
import dev.espalier.eval.train.InputShapes;
import dev.espalier.eval.train.Losses;
import dev.espalier.eval.train.NativeMemory;
import dev.espalier.eval.weights.SharedWeights;
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
 * are numbered, and step n depends on the weights and n alone. For one thread; another one, until
 * it is closed, prepares the paths of the step to come.
 */
final class SupernetTraining implements AutoCloseable {
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
  private final Pacing pacing;
  private final long steps;
  private final long seed;
  private final PathTrainer trainer;
  private final int stepsAnEpoch;
  private final PathsAhead ahead;

  /** The batches of the epoch that steps are in. */
  private List<int[]> rows = List.of();

  private long epoch = -1;

  /** A training. */
  SupernetTraining(
      Function<Architecture, Network> networks,
      PathSampler sampler,
      Examples examples,
      TargetEncoding targets,
      Recipe recipe,
      Engine engine,
      Course course,
      long seed) {
    this.networks = networks;
    this.sampler = sampler;
    this.recipe = recipe;
    this.engine = engine;
    this.output = Losses.of(examples, recipe);
    this.batches = new Batches(examples, targets, recipe.labelSmoothing());
    this.epochs = new Epochs(examples, recipe.batchSize(), seed);
    this.augmenter = new Augmenter(recipe.augment(), InputShapes.of(examples.shape()), seed);
    this.stepsAnEpoch = epochs.steps();
    this.steps = steps(course.passes());
    this.pacing = new Pacing(recipe, steps(course.of()), course.tuning(), sampler, networks);
    this.seed = seed;
    this.trainer = new PathTrainer(recipe);
    this.ahead = new PathsAhead(this::open, steps);
  }

  /**
   * How long a training is, and how paths are trained in it.
   *
   * @param passes over the examples that all paths take together, at least 1
   * @param of passes for which the schedule of learning rates is laid out, at least as many
   * @param tuning of the paths; the sampler has heeded its widths
   */
  record Course(int passes, int of, PathTuning tuning) {}

  private long steps(int passes) {
    return Math.max(1, (long) passes * stepsAnEpoch / sampler.pathsAStep());
  }

  /** How many steps it has. */
  long steps() {
    return steps;
  }

  /**
   * Goes on with the training until it is over. What it had reached is kept whenever it ends.
   *
   * @param from where it was left
   * @throws dev.espalier.evaluate.EvaluationException if it diverges, or the weights outgrow the
   *     heap
   * @throws InterruptedException if the study was asked to stop; how far it got is kept
   */
  Snapshot run(Snapshot from, Preparation study) throws InterruptedException {
    NativeRuntime.useThreads(Engine.THREADS);
    Snapshot now = from;
    Stopwatch sinceKept = Stopwatch.createStarted();
    try {
      while (now.steps() < steps) {
        study.checkStop();
        PathTrainer.Step step = take(now.weights(), now.steps());
        now = new Snapshot(now.steps() + 1, smoothed(now.loss(), step.loss()), step.weights());
        study.progress(now.steps(), steps, now.loss());
        if (now.steps() == steps || sinceKept.elapsed().compareTo(KEEP_EVERY) > 0) {
          study.keep(now.bytes());
          sinceKept.reset().start();
        }
      }
      study.prepared("shared weights: " + now.weights());
      return now;
    } catch (RuntimeException failure) {
      keep(now, study, failure);
      throw NativeMemory.explain(failure);
    } catch (InterruptedException | Error failure) {
      keep(now, study, failure);
      throw failure;
    } finally {
      NativeRelease.closeWorkspaces();
    }
  }

  private static void keep(Snapshot now, Preparation study, Throwable failure) {
    try {
      study.keep(now.bytes());
    } catch (RuntimeException | Error another) {
      failure.addSuppressed(another);
    }
  }

  private static double smoothed(double before, double loss) {
    if (!Double.isFinite(loss)) {
      return before;
    }
    return Double.isFinite(before) ? SMOOTHING * before + (1 - SMOOTHING) * loss : loss;
  }

  /**
   * Takes a step.
   *
   * @param step from 0 upwards
   * @throws dev.espalier.evaluate.EvaluationException if one path after the other fails
   * @throws InterruptedException if the thread was interrupted
   */
  PathTrainer.Step take(SharedWeights weights, long step) throws InterruptedException {
    int position = (int) (step % stepsAnEpoch);
    if (step / stepsAnEpoch != epoch) {
      epoch = step / stepsAnEpoch;
      rows = epochs.epoch((int) epoch + 1);
    }
    Nd4j.getRandom().setSeed(Seeds.derive(seed, "dropout", step));
    NativeBacklog.keepUp();
    try (Batch batch = batches.training(rows.get(position), augmenter, (int) epoch + 1, position)) {
      return take(weights, step, batch);
    }
  }

  private PathTrainer.Step take(SharedWeights weights, long step, Batch batch)
      throws InterruptedException {
    List<Path> paths = ahead.take(step);
    try {
      return trainer.take(weights, paths, batch);
    } finally {
      ahead.giveBack(paths);
    }
  }

  /** The paths of a step, ready to be trained. */
  private List<Path> open(long step) {
    List<Path> paths = new ArrayList<>();
    try {
      for (Architecture architecture : sampler.paths(step)) {
        long number = step * sampler.pathsAStep() + paths.size();
        Network network = networks.apply(architecture);
        PathGraph graph =
            PathGraph.of(network, output, recipe, engine, Seeds.derive(seed, "weights", number));
        paths.add(pacing.path(architecture, network, graph, step));
        graph.prepare(batches.shape(epochs.rows((int) (step % stepsAnEpoch))));
      }
      return paths;
    } catch (RuntimeException | Error failure) {
      paths.forEach(Path::close);
      throw failure;
    }
  }

  @Override
  public void close() {
    ahead.close();
  }
}
