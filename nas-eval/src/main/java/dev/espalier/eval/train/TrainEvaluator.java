package dev.espalier.eval.train;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.datasets.SearchData;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Scores a candidate by training it: on the training split, then measured on the validation split.
 * It has no access to test data. Thread-safe.
 */
public final class TrainEvaluator implements Evaluator {
  private final SearchData data;
  private final Task task;
  private final TargetEncoding targets;
  private final Engine engine;
  private final ImmutableSet<String> judged;
  private final long seed;
  private final String fingerprint;

  /** By share of the training examples. */
  private final Map<Double, Examples> shares = new ConcurrentHashMap<>();

  /**
   * On a dataset.
   *
   * @param targets how outputs are read
   * @param engine what computes
   * @param judged metrics that trials are chosen by, of which standard errors are given too
   * @param seed of the share of the training examples that all trials of a fidelity see, so that no
   *     network has the luck of easier ones; a study's own
   */
  public TrainEvaluator(
      SearchData data,
      Task task,
      TargetEncoding targets,
      Engine engine,
      Set<String> judged,
      long seed) {
    this.data = data;
    this.judged = ImmutableSet.copyOf(judged);
    this.seed = seed;
    this.task = task;
    this.targets = targets;
    this.engine = engine;
    this.fingerprint = data.fingerprint();
  }

  /** {@code train:onednn} or {@code train:stock}. */
  @Override
  public String id() {
    return "train:" + engine.id();
  }

  @Override
  public String dataFingerprint() {
    return fingerprint;
  }

  /**
   * All metrics of the task as {@code val_...}, and {@code val_loss}; beside those that trials are
   * chosen by their standard errors, by {@link dev.espalier.objective.StandardError#id}.
   */
  @Override
  public Evaluation evaluate(Candidate candidate, TrialContext context)
      throws InterruptedException {
    Stopwatch watch = Stopwatch.createStarted();
    Trainer trainer = new Trainer(candidate.recipe(), targets, engine);
    Watch trial = new TrialWatch(context, watch);
    Fidelity fidelity = context.fidelity();
    try (Trained trained =
        trainer.train(
            candidate.network(), train(fidelity), fidelity.epochs(), context.seed(), trial)) {
      double seconds = watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0;
      Predictions predictions = trained.predict(data.validation(), trial);
      return new Evaluation(
          ImmutableMap.<String, Double>builder()
              .putAll(Scores.of(predictions, task, Split.VALIDATION))
              .putAll(Scores.errors(predictions, task, Split.VALIDATION, judged))
              .buildOrThrow(),
          seconds);
    }
  }

  /** What every trial of a fidelity sees. */
  Examples train(Fidelity fidelity) {
    return shares.computeIfAbsent(
        fidelity.trainFraction(), fraction -> data.share(fraction, seed).train());
  }

  @Override
  public void close() {
    // Holds plain arrays only.
  }

  /** Keeps a trial to its time limit and passes its loss on. */
  private record TrialWatch(TrialContext context, Stopwatch watch) implements Watch {
    @Override
    public void beforeStep() {
      Duration limit = context.timeLimit();
      if (watch.elapsed().compareTo(limit) > 0) {
        throw new EvaluationException("time-out after %s s".formatted(limit.toMillis() / 1000.0));
      }
    }

    @Override
    public boolean afterEpoch(int epoch, double loss) {
      return context.report(epoch, ImmutableMap.of("train_loss", loss));
    }
  }
}
