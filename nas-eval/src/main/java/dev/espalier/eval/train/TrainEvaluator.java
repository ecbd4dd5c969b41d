package dev.espalier.eval.train;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteSource;
import dev.espalier.datasets.SearchData;
import dev.espalier.datasets.example.Examples;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Predictions;
import dev.espalier.objective.Split;
import dev.espalier.objective.Task;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Trial;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Scores a candidate by training it: on the training split, then measured on the validation split.
 * It has no access to test data. Thread-safe.
 */
public final class TrainEvaluator implements Evaluator {
  private final SearchData data;
  private final Task task;
  private final TargetEncoding targets;
  private final Engine engine;
  private final boolean inherits;
  private final TrainingMemory memory;
  private final String fingerprint;

  /** Every network from scratch, on a dataset, with any memory; see the other constructor. */
  public TrainEvaluator(SearchData data, Task task, TargetEncoding targets, Engine engine) {
    this(data, task, targets, engine, false, OptionalLong.empty());
  }

  /**
   * On a dataset.
   *
   * @param targets how outputs are read
   * @param engine what computes
   * @param inherits whether a network starts from the weights of those that it descends from, where
   *     key and shape fit (Real et al. 2017)
   * @param trialMemory bytes of native memory that a training may take; one that takes more fails
   *     before its first step
   */
  public TrainEvaluator(
      SearchData data,
      Task task,
      TargetEncoding targets,
      Engine engine,
      boolean inherits,
      OptionalLong trialMemory) {
    this.data = data;
    this.task = task;
    this.targets = targets;
    this.engine = engine;
    this.inherits = inherits;
    this.memory = new TrainingMemory(trialMemory);
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

  /** All metrics of the task as {@code val_...}, and {@code val_loss}. */
  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    return metrics(task);
  }

  /** What training measures, for any data of a task. */
  public static ImmutableSet<DeclaredMetric> metrics(Task task) {
    return Stream.concat(
            task.metrics().stream()
                .map(metric -> new DeclaredMetric(metric.on(Split.VALIDATION), metric.direction())),
            Stream.of(DeclaredMetric.minimized("val_loss")))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Not where weights are inherited: the same network starts from those of other parents. */
  @Override
  public boolean repeatable() {
    return !inherits;
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return new Session(problem);
  }

  /** The trainings of one study. All trials of a fidelity see the same share of the examples. */
  private final class Session implements EvaluationSession {
    private final ImmutableSet<String> judged;
    private final long seed;
    private final Inheritance inheritance = new Inheritance();

    /** By share of the training examples. */
    private final Map<Double, Examples> shares = new ConcurrentHashMap<>();

    Session(EvaluationProblem problem) {
      this.judged =
          problem.objectives().stream()
              .map(Objective::metric)
              .collect(ImmutableSet.toImmutableSet());
      this.seed = problem.seed();
    }

    /**
     * All metrics; beside those that trials are chosen by their standard errors, by {@link
     * dev.espalier.objective.StandardError#id}.
     */
    @Override
    public Evaluation evaluate(Candidate candidate, TrialContext context)
        throws InterruptedException {
      Stopwatch watch = Stopwatch.createStarted();
      Trainer trainer = new Trainer(candidate.recipe(), targets, engine);
      TrialWatch trial = new TrialWatch(context);
      Fidelity fidelity = context.fidelity();
      memory.check(candidate.network());
      try (Trained trained =
          trainer.train(
              candidate.network(),
              train(fidelity.trainFraction()),
              Stretch.of(context),
              context.seed(),
              trial,
              graph -> begin(graph, candidate, context))) {
        double seconds = watch.elapsed(TimeUnit.MILLISECONDS) / 1000.0;
        Predictions predictions = trained.predict(data.validation(), trial);
        Fidelity reached = fidelity.after(trial.epoch);
        Evaluation evaluation =
            Evaluation.of(
                    reached,
                    ImmutableMap.<String, Double>builder()
                        .putAll(Scores.of(predictions, task, Split.VALIDATION))
                        .putAll(Scores.errors(predictions, task, Split.VALIDATION, judged))
                        .buildOrThrow())
                .withSeconds(seconds);
        Evaluation left =
            inherits ? evaluation.withDelta(Inheritance.of(trained.graph())) : evaluation;
        return reached.equals(fidelity) ? trained.state().map(left::withState).orElse(left) : left;
      }
    }

    private void begin(ComputationGraph graph, Candidate candidate, TrialContext context) {
      memory.check(graph, candidate.network(), candidate.recipe().batchSize());
      if (inherits) {
        inheritance.begin(graph, context.parents(), context.version());
      }
    }

    @Override
    public void commit(Trial trial, Optional<ByteSource> delta) {
      delta.ifPresent(left -> inheritance.add(trial.number(), SharedWeights.read(left)));
    }

    @Override
    public Optional<ByteSource> snapshot() {
      return inherits ? Optional.of(inheritance.bytes()) : Optional.empty();
    }

    @Override
    public void restore(long version, ByteSource snapshot) {
      inheritance.read(snapshot);
    }

    /** So much of the training examples; a smaller share is part of a larger one. */
    private Examples train(double share) {
      return shares.computeIfAbsent(share, fraction -> data.share(fraction, seed).train());
    }
  }

  /** Passes the loss of a trial on, and the verdict back. */
  private static final class TrialWatch implements Watch {
    private final TrialContext context;
    private int epoch;

    TrialWatch(TrialContext context) {
      this.context = context;
    }

    @Override
    public boolean afterEpoch(int ended, double loss) {
      epoch = ended;
      return context.report(ended, ImmutableMap.of("train_loss", loss))
          == TrialContext.Verdict.CONTINUE;
    }
  }
}
