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
import dev.espalier.eval.train.NativeMemory;
import dev.espalier.eval.train.Scores;
import dev.espalier.eval.train.Statistics;
import dev.espalier.eval.train.TrainEvaluator;
import dev.espalier.eval.train.Trained;
import dev.espalier.eval.train.Trainer;
import dev.espalier.eval.train.Watch;
import dev.espalier.eval.weights.SharedWeights;
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
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.NativeRuntime;
import dev.espalier.random.Seeds;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.NetworkSpace;
import dev.espalier.trial.Trial;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * Scores a network by weights that it shares with all others. They are trained once before the
 * first trial, by {@link OneShot}; a trial then costs some passes forward: batch normalization's
 * statistics are measured for it, then it is scored on the validation split. Where the strategy is
 * to choose what is trained, each trial trains its network for some steps as well. It has no access
 * to test data. Thread-safe.
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

  /** No: two ways to write one network have weights of their own, and weights may move. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public boolean approximate() {
    return true;
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return new Session(problem);
  }

  /** The scores of one study. */
  private final class Session implements EvaluationSession {
    private final ImmutableSet<String> judged;
    private final long seed;
    private final PathSampler sampler;
    private final Epochs epochs;
    private final Pacing pacing;

    /** By how many trials had been told; the study's thread adds to it, workers read. */
    private final NavigableMap<Long, SharedWeights> versions = new ConcurrentSkipListMap<>();

    /** How far the training before the first trial is. */
    private Snapshot training = Snapshot.NONE;

    Session(EvaluationProblem problem) {
      this.judged =
          problem.objectives().stream()
              .map(Objective::metric)
              .collect(ImmutableSet.toImmutableSet());
      this.seed = Seeds.derive(problem.seed(), "shared", 0);
      this.sampler = oneShot.sampler(problem.space(), seed);
      this.epochs = new Epochs(data.train(), recipe.batchSize(), seed);
      this.pacing =
          new Pacing(
              recipe,
              (long) epochs.steps() * oneShot.epochs(),
              oneShot.tuning(),
              sampler,
              space::expand);
      this.versions.put(0L, SharedWeights.none());
    }

    @Override
    public void restore(long version, ByteSource snapshot) {
      training = Snapshot.read(snapshot);
      versions.put(version, training.weights());
    }

    @Override
    public void prepare(Preparation study) throws InterruptedException {
      if (oneShot.passesBefore() == 0 || versions.lastKey() > 0) {
        return; // what trials trained on stands on a training that is over
      }
      try (SupernetTraining before =
          new SupernetTraining(
              space::expand,
              sampler,
              data.train(),
              targets,
              recipe,
              engine,
              new SupernetTraining.Course(
                  oneShot.passesBefore(), oneShot.epochs(), oneShot.tuning()),
              seed)) {
        training = before.run(training, study);
        versions.put(0L, training.weights());
      }
    }

    @Override
    public void commit(Trial trial, Optional<ByteSource> delta) {
      SharedWeights newest = versions.lastEntry().getValue();
      versions.put(
          trial.number() + 1,
          delta.map(change -> newest.plus(SharedWeights.read(change))).orElse(newest));
    }

    @Override
    public void forgetBefore(long version) {
      Long oldest = versions.floorKey(version);
      if (oldest != null) {
        versions.headMap(oldest).clear();
      }
    }

    /** Empty where trials change nothing: what was kept before the first one is all there is. */
    @Override
    public Optional<ByteSource> snapshot() {
      return oneShot.trainsOn()
          ? Optional.of(
              new Snapshot(training.steps(), training.loss(), versions.lastEntry().getValue())
                  .bytes())
          : Optional.empty();
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
        SharedWeights read = versions.floorEntry(context.version()).getValue();
        SharedWeights shared = read;
        if (oneShot.trainsOn()) {
          shared =
              new TrialTraining(data.train(), targets, recipe, epochs, context.seed())
                  .train(
                      read,
                      step ->
                          pacing.path(candidate.architecture(), candidate.network(), path, step),
                      (long) epochs.steps() * oneShot.warmup()
                          + context.version() * oneShot.steps(),
                      oneShot.steps());
        } else if (read.covers(path.weights()) == 0.0) {
          throw new EvaluationException(
              "no weight of %s was trained: no path of the one-shot training had any of its operations"
                  .formatted(candidate.architecture()));
        }
        shared.load(path.weights());
        Evaluation evaluation =
            Evaluation.of(context.fidelity(), score(path, scored))
                .withSeconds(watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0);
        return oneShot.trainsOn()
            ? evaluation.withDelta(shared.minus(read).bytesOfAll())
            : evaluation;
      } catch (RuntimeException failure) {
        throw NativeMemory.explain(failure);
      } finally {
        NativeRelease.closeWorkspaces();
      }
    }

    private ImmutableMap<String, Double> score(PathGraph path, Trained scored)
        throws InterruptedException {
      Statistics.measure(path.graph(), new Batches(data.train(), targets, 0.0), epochs, Watch.NONE);
      Predictions predictions = scored.predict(data.validation());
      return ImmutableMap.<String, Double>builder()
          .putAll(Scores.of(predictions, task, Split.VALIDATION))
          .putAll(Scores.errors(predictions, task, Split.VALIDATION, judged))
          .buildOrThrow();
    }
  }
}
