package dev.espalier.eval.sharing;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteSource;
import dev.espalier.datasets.SearchData;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.Batches;
import dev.espalier.eval.train.Epochs;
import dev.espalier.eval.train.Losses;
import dev.espalier.eval.train.Scores;
import dev.espalier.eval.train.Statistics;
import dev.espalier.eval.train.TrainEvaluator;
import dev.espalier.eval.train.Trained;
import dev.espalier.eval.train.Trainer;
import dev.espalier.eval.train.Watch;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.Preparation;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.NetworkSpace;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scores a network by weights that it shares with all others. They are trained once before the
 * first trial, by {@link OneShot}; a trial then costs some passes forward: batch normalization's
 * statistics are measured for it, then it is scored on the validation split. It has no access to
 * test data. Thread-safe.
 *
 * <p>Scores of two networks compare with each other, not with those of networks that were trained
 * alone.
 */
public final class SharedEvaluator implements Evaluator {
  private final NetworkSpace space;
  private final SearchData data;
  private final Task task;
  private final TargetEncoding targets;
  private final Engine engine;
  private final Recipe recipe;
  private final OneShot oneShot;
  private final String fingerprint;

  /**
   * On a dataset.
   *
   * @param space of the networks
   * @param targets how outputs are read
   * @param engine what computes
   * @param recipe how weights are trained
   * @param oneShot for how long, and by which networks
   */
  public SharedEvaluator(
      NetworkSpace space,
      SearchData data,
      Task task,
      TargetEncoding targets,
      Engine engine,
      Recipe recipe,
      OneShot oneShot) {
    this.space = space;
    this.data = data;
    this.task = task;
    this.targets = targets;
    this.engine = engine;
    this.recipe = recipe;
    this.oneShot = oneShot;
    this.fingerprint = data.fingerprint();
  }

  /** {@code shared:onednn} or {@code shared:stock}. */
  @Override
  public String id() {
    return "shared:" + engine.id();
  }

  @Override
  public String dataFingerprint() {
    return fingerprint;
  }

  /** All metrics of the task as {@code val_...}, and {@code val_loss}. */
  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    return TrainEvaluator.metrics(task);
  }

  /** No: two ways to write one network have weights of their own. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return new Session(problem);
  }

  /** The scores of one study. */
  private final class Session implements EvaluationSession {
    private final ImmutableSet<String> judged;
    private final long seed;
    private final SupernetTraining training;
    private @Nullable Snapshot kept;

    /** Trained; written by the study's thread before any evaluation begins. */
    private volatile SharedWeights weights = SharedWeights.none();

    Session(EvaluationProblem problem) {
      this.judged =
          problem.objectives().stream()
              .map(Objective::metric)
              .collect(ImmutableSet.toImmutableSet());
      this.seed = Seeds.derive(problem.seed(), "shared", 0);
      this.training =
          new SupernetTraining(
              space::expand,
              oneShot.paths().sampler(problem.space(), seed),
              data.train(),
              targets,
              recipe,
              engine,
              oneShot.epochs(),
              seed);
    }

    @Override
    public void restore(long version, ByteSource snapshot) {
      kept = Snapshot.read(snapshot);
    }

    @Override
    public void prepare(Preparation study) throws InterruptedException {
      Snapshot from = kept;
      Snapshot done = training.run(from == null ? Snapshot.NONE : from, study);
      weights = done.weights();
    }

    /**
     * All metrics; beside those that trials are chosen by their standard errors, by {@link
     * dev.espalier.objective.StandardError#id}.
     */
    @Override
    public Evaluation evaluate(Candidate candidate, TrialContext context)
        throws InterruptedException {
      Stopwatch watch = Stopwatch.createStarted();
      Trainer.requireFit(candidate.network(), data.train());
      NativeRuntime.useThreads(Engine.THREADS);
      PathGraph path =
          PathGraph.of(
              candidate.network(),
              Losses.of(data.train(), recipe),
              recipe,
              engine,
              Seeds.derive(seed, "score", 0));
      try (Trained scored = new Trained(path.graph(), targets)) {
        SharedWeights shared = weights;
        double covered = shared.covers(path);
        if (covered == 0.0) {
          throw new EvaluationException(
              "no weight of %s was trained: no path of the one-shot training had any of its operations"
                  .formatted(candidate.architecture()));
        }
        shared.load(path);
        Statistics.measure(
            path.graph(),
            new Batches(data.train(), targets, 0.0),
            new Epochs(data.train(), recipe.batchSize(), seed),
            Watch.NONE);
        Predictions predictions = scored.predict(data.validation());
        return Evaluation.of(
                context.fidelity(),
                ImmutableMap.<String, Double>builder()
                    .putAll(Scores.of(predictions, task, Split.VALIDATION))
                    .putAll(Scores.errors(predictions, task, Split.VALIDATION, judged))
                    .buildOrThrow())
            .withSeconds(watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0);
      }
    }
  }
}
