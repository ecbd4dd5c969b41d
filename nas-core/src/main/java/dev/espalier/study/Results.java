package dev.espalier.study;

import dev.espalier.evaluate.Evaluation;
import dev.espalier.store.CheckpointStore;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What evaluations come to. Not thread-safe. */
final class Results {
  /**
   * What became of a trial.
   *
   * @param delta where that is kept which it adds to shared weights
   */
  record Result(Outcome outcome, Optional<Checkpoint> delta) {}

  private final StudySettings settings;
  private final CheckpointStore checkpoints;
  private final Map<Long, Integer> attempts = new HashMap<>();

  Results(StudySettings settings, CheckpointStore checkpoints) {
    this.settings = settings;
    this.checkpoints = checkpoints;
  }

  /**
   * What the end of an evaluation means; empty if another attempt is to be made.
   *
   * @throws IllegalStateException if the program failed, not the trial
   */
  Optional<Result> of(Trial trial, Evaluations.Done done) {
    Evaluation evaluation = done.evaluation();
    if (evaluation != null) {
      return Optional.of(kept(trial, outcome(trial, evaluation), evaluation));
    }
    Throwable failure = done.failure();
    if (failure == null || !Failures.isResult(failure)) {
      throw new IllegalStateException(
          "trial %s: %s".formatted(trial.number(), failure == null ? "" : Failures.reason(failure)),
          failure);
    }
    Outcome.Failed failed = Failures.outcome(failure);
    int attempt = attempts.merge(trial.number(), 1, Integer::sum);
    return attempt <= settings.retries() && failed.cause().mayPass()
        ? Optional.empty()
        : Optional.of(new Result(failed, Optional.empty()));
  }

  /** Scored or pruned, unless what the study needs was not measured. */
  private Outcome outcome(Trial trial, Evaluation evaluation) {
    if (trial.fidelity().goesBeyond(evaluation.reached())) {
      return new Outcome.Pruned(evaluation.metrics(), evaluation.reached(), evaluation.seconds());
    }
    if (!evaluation.reached().equals(trial.fidelity())) {
      throw new IllegalStateException(
          "trial %s: the evaluation reached %s, where %s was asked for"
              .formatted(trial.number(), evaluation.reached(), trial.fidelity()));
    }
    for (String metric : settings.metrics()) {
      if (!evaluation.metrics().containsKey(metric) && !trial.ask().costs().containsKey(metric)) {
        return new Outcome.Failed(
            FailureCause.CANDIDATE,
            "the evaluation gave no %s, only %s".formatted(metric, evaluation.metrics().keySet()));
      }
    }
    return new Outcome.Scored(
        evaluation.metrics(), evaluation.reached(), evaluation.seconds(), Optional.empty());
  }

  /** With what is kept of it beside its metrics. */
  private Result kept(Trial trial, Outcome outcome, Evaluation evaluation) {
    if (!(outcome instanceof Outcome.Scored scored)) {
      return new Result(outcome, Optional.empty());
    }
    Optional<Checkpoint> state =
        evaluation.state().map(paused -> checkpoints.write("trial-" + trial.number(), paused));
    Optional<Checkpoint> delta =
        evaluation.delta().map(added -> checkpoints.write("delta-" + trial.number(), added));
    return new Result(
        new Outcome.Scored(scored.metrics(), scored.reached(), scored.seconds(), state), delta);
  }
}
