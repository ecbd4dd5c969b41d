package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a study: does what the {@link TrialLedger} says next, by an executor, a store and a
 * listener. Used once, by one thread.
 */
final class StudyLoop {
  private final StudySettings settings;
  private final SearchStrategy strategy;
  private final EvaluationSession session;
  private final TrialLedger ledger;
  private final Evaluations evaluations;
  private final StudyStore store;
  private final CheckpointStore checkpoints;
  private final SharedWeights weights;
  private final History history;
  private final StudyListener listener;
  private final InstantSource clock;

  private final ImmutableList<Trial> stored;
  private final long storedTells;
  private final Map<Long, Evaluations.Task> tasks = new HashMap<>();
  private final Map<Long, Integer> attempts = new HashMap<>();

  StudyLoop(
      StudySettings settings,
      SearchStrategy strategy,
      EvaluationSession session,
      TrialLedger ledger,
      Evaluations evaluations,
      History history,
      StudyStore store,
      CheckpointStore checkpoints,
      StudyListener listener,
      InstantSource clock) {
    this.settings = settings;
    this.strategy = strategy;
    this.session = session;
    this.ledger = ledger;
    this.evaluations = evaluations;
    this.history = history;
    this.store = store;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.clock = clock;
    this.stored = store.trials();
    this.storedTells = store.toldCount();
    this.weights =
        new SharedWeights(session, settings.lookAhead(), store, checkpoints, stored, storedTells);
  }

  StudyResult run(Limit limit) {
    boolean threadInterrupted = false;
    EndReason ended;
    List<Trial> unreached = new ArrayList<>();
    try {
      ended = work(limit);
      store.complete(ended);
    } catch (Evaluations.StoppedException stopped) {
      ended = cutOff(unreached);
    } catch (InterruptedException interrupted) {
      threadInterrupted = true;
      ended = cutOff(unreached);
    } finally {
      evaluations.cancelAll();
    }
    StudyResult result =
        StudyResult.of(
            settings,
            ImmutableList.<Trial>builder().addAll(ledger.trials()).addAll(unreached).build(),
            ended);
    listener.ended(result);
    if (threadInterrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  /**
   * How long a run may ask for more.
   *
   * @param time from its start
   * @param over whether time had run out before, so that only what is stored is gone through again
   */
  record Limit(Optional<Duration> time, boolean over) {
    /** For a study as it is stored, that is given a budget. */
    static Limit of(Optional<StudyRecord> known, StudySettings settings) {
      Optional<Duration> time =
          settings.budget().minutes().stream().mapToObj(Limit::duration).findFirst();
      if (known.isEmpty() || !known.get().ended().equals(Optional.of(EndReason.TIME))) {
        return new Limit(time, false);
      }
      double spent = known.get().budget().minutes().orElse(0.0);
      return new Limit(
          time.map(whole -> whole.minus(duration(spent))),
          !settings.budget().exceeds(known.get().budget()));
    }

    private static Duration duration(double minutes) {
      return Duration.ofMillis(Math.round(minutes * 60_000));
    }
  }

  private EndReason work(Limit limit) throws InterruptedException {
    Optional<Instant> deadline = limit.time().map(clock.instant()::plus);
    while (true) {
      evaluations.checkStop();
      TrialLedger.Step step = ledger.next();
      if (step instanceof TrialLedger.Tell next) {
        tell(next.number());
      } else if (step instanceof TrialLedger.End end) {
        if (ledger.size() < stored.size()) {
          throw new IllegalArgumentException(
              "%s of the study's trials were begun, which its budget does not allow (%s after %s); give it at least what it had"
                  .formatted(stored.size(), end.reason().id(), ledger.size()));
        }
        return end.reason();
      } else if (step instanceof TrialLedger.AskFor next) {
        // Stored trials are replayed whatever the time: they cost none.
        boolean replayed = ledger.size() >= stored.size();
        if (replayed && (limit.over() || isOver(deadline))) {
          ledger.stop(EndReason.TIME);
        } else {
          Optional<TrialLedger.Entry> entry = ledger.answer(strategy.ask(next.turn()));
          if (entry.isPresent()) {
            begin(entry.get());
          }
        }
      }
    }
  }

  private boolean isOver(Optional<Instant> deadline) {
    return deadline.isPresent() && !clock.instant().isBefore(deadline.get());
  }

  private void begin(TrialLedger.Entry entry) throws InterruptedException {
    Trial trial = entry.trial();
    boolean known = trial.number() < stored.size();
    if (known && replay(trial, stored.get(Math.toIntExact(trial.number())))) {
      return;
    }
    boolean evaluated = trial.isOpen() && entry.candidate().isPresent();
    if (evaluated) {
      weights.prepare(evaluations, listener);
    }
    if (!known) {
      store.asked(trial.ask());
    }
    listener.asked(Trial.open(trial.ask()));
    if (!trial.isOpen()) {
      stored(trial, Optional.empty());
    } else if (evaluated) {
      start(trial, entry.candidate().get());
    }
  }

  /** Gives a trial the outcome that the store has of it; not if it has none. */
  private boolean replay(Trial trial, Trial known) {
    Replay.check(trial.ask(), known.ask());
    if (known.isOpen()) {
      return false;
    }
    if (trial.isOpen()) {
      ledger.finish(trial.number(), known.outcome().orElseThrow());
    }
    listener.replayed(known);
    return true;
  }

  private void start(Trial trial, Candidate candidate) {
    Optional<TrialContext.Paused> paused =
        trial.continues().stream().mapToObj(ledger::trial).map(this::paused).findFirst();
    Evaluations.Task task = new Evaluations.Task(trial.ask(), candidate, paused, history.told());
    tasks.put(trial.number(), task);
    evaluations.start(session, task);
  }

  private TrialContext.Paused paused(Trial trial) {
    return new TrialContext.Paused(
        trial.reached().orElseThrow(), checkpoints.read(trial.checkpoint().orElseThrow()));
  }

  private void tell(long number) throws InterruptedException {
    while (ledger.trial(number).isOpen()) {
      handle(evaluations.take());
    }
    if (number >= storedTells) {
      store.told(number);
    }
    Trial heard = ledger.tell();
    Trial trial = ledger.trial(number);
    weights.told(trial, ledger.oldestVersion());
    strategy.tell(heard);
    history.told(trial);
    ledger.freedBy(trial).forEach(freed -> checkpoints.free(freed.name()));
    listener.told(heard);
  }

  private void handle(Evaluations.Event event) {
    if (event instanceof Evaluations.Reported reported) {
      if (!ledger.trial(reported.trial()).isOpen()) {
        return; // from a worker that was given up after its time-out
      }
      store.reported(reported.trial(), reported.step(), reported.metrics());
      listener.reported(reported.trial(), reported.step(), reported.metrics());
    } else if (event instanceof Evaluations.Done done) {
      handle(done);
    }
  }

  private void handle(Evaluations.Done done) {
    Trial trial = ledger.trial(done.trial());
    if (!trial.isOpen()) {
      return;
    }
    Throwable failure = done.failure();
    Evaluation evaluation = done.evaluation();
    if (evaluation != null) {
      finish(trial, outcome(trial, evaluation), evaluation);
    } else if (failure != null && !Failures.isResult(failure)) {
      throw new IllegalStateException(
          "trial %s: %s".formatted(trial.number(), Failures.reason(failure)), failure);
    } else if (failure != null) {
      Outcome.Failed failed = Failures.outcome(failure);
      int attempt = attempts.merge(trial.number(), 1, Integer::sum);
      Evaluations.Task task = tasks.get(trial.number());
      if (task != null && attempt <= settings.retries() && failed.cause().mayPass()) {
        evaluations.start(session, task);
      } else {
        finish(trial, failed, Optional.empty());
      }
    }
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

  private void finish(Trial trial, Outcome outcome, Evaluation evaluation) {
    if (!(outcome instanceof Outcome.Scored scored)) {
      finish(trial, outcome, Optional.empty());
      return;
    }
    Optional<Checkpoint> state =
        evaluation.state().map(paused -> checkpoints.write("trial-" + trial.number(), paused));
    Optional<Checkpoint> delta =
        evaluation.delta().map(added -> checkpoints.write("delta-" + trial.number(), added));
    finish(
        trial,
        new Outcome.Scored(scored.metrics(), scored.reached(), scored.seconds(), state),
        delta);
  }

  private void finish(Trial trial, Outcome outcome, Optional<Checkpoint> delta) {
    ImmutableList<Trial> finished = ledger.finish(trial.number(), outcome);
    stored(finished.get(0), delta);
    finished.subList(1, finished.size()).forEach(shared -> stored(shared, Optional.empty()));
  }

  private void stored(Trial trial, Optional<Checkpoint> delta) {
    store.finished(trial.number(), trial.outcome().orElseThrow(), delta);
    delta.ifPresent(added -> weights.finished(trial.number(), added));
    tasks.remove(trial.number());
    listener.finished(trial);
  }

  /**
   * Stores what finished of itself; what ends after that was cut off and is no outcome.
   *
   * @param unreached takes the stored trials that a replay has not come to: they are part of the
   *     study all the same
   */
  private EndReason cutOff(List<Trial> unreached) {
    for (Optional<Evaluations.Event> event = evaluations.poll();
        event.isPresent();
        event = evaluations.poll()) {
      if (!(event.get() instanceof Evaluations.Done done && done.failure() != null)) {
        handle(event.get());
      }
    }
    unreached.addAll(stored.subList(Math.min(ledger.size(), stored.size()), stored.size()));
    return EndReason.INTERRUPTED;
  }
}
