package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StudyRecord;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of a study: does what the {@link TrialLedger} says next, by an executor, a store and a
 * listener. Used once, by one thread.
 */
final class StudyLoop {
  private static final Duration FOREVER = Duration.ofDays(365);

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
  private final Results results;
  private final Optional<TrialClaims> claims;
  private final Optional<Companions> companions;

  StudyLoop(
      StudySettings settings,
      SearchStrategy strategy,
      EvaluationSession session,
      TrialLedger ledger,
      Evaluations evaluations,
      History history,
      StudyStore store,
      CheckpointStore checkpoints,
      Optional<TrialClaims> claims,
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
    this.results = new Results(settings, checkpoints);
    this.claims = claims;
    this.companions = claims.map(Companions::new);
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
      claims.ifPresent(TrialClaims::release);
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
      stored(trial);
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
    claims.ifPresent(offers -> offers.offer(trial.number()));
    evaluations.start(session, task);
  }

  private TrialContext.Paused paused(Trial trial) {
    return new TrialContext.Paused(
        trial.reached().orElseThrow(), checkpoints.read(trial.checkpoint().orElseThrow()));
  }

  private void tell(long number) throws InterruptedException {
    while (ledger.trial(number).isOpen()) {
      evaluations.take(companions.isPresent() ? Companions.LOOK : FOREVER).ifPresent(this::handle);
      companions.ifPresent(this::look);
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
      store(reported);
      listener.reported(reported.trial(), reported.step(), reported.metrics());
    } else if (event instanceof Evaluations.Elsewhere elsewhere) {
      companions.ifPresent(others -> others.has(elsewhere.trial()));
    } else if (event instanceof Evaluations.Done done) {
      handle(done);
    }
  }

  private void handle(Evaluations.Done done) {
    Trial trial = ledger.trial(done.trial());
    if (!trial.isOpen()) {
      return;
    }
    Optional<Results.Result> result = results.of(trial, done);
    if (result.isEmpty()) {
      restart(trial.number());
    } else if (store(trial.number(), result.get())) {
      result.get().delta().ifPresent(added -> weights.finished(trial.number(), added));
      entered(trial.number(), result.get().outcome());
    }
  }

  private void store(Evaluations.Reported report) {
    if (claims.isPresent()) {
      claims.get().reported(report.trial(), report.step(), report.metrics());
    } else {
      store.reported(report.trial(), report.step(), report.metrics());
    }
  }

  /** Whether the outcome is that of the trial: another process may have been faster. */
  private boolean store(long trial, Results.Result result) {
    if (claims.isPresent()) {
      return claims.get().finished(trial, result.outcome(), result.delta());
    }
    store.finished(trial, result.outcome(), result.delta());
    return true;
  }

  /** Enters an outcome that is stored, and gives it to the duplicates that wait for it. */
  private void entered(long trial, Outcome outcome) {
    ImmutableList<Trial> finished = ledger.finish(trial, outcome);
    tasks.remove(trial);
    listener.finished(finished.get(0));
    finished.subList(1, finished.size()).forEach(this::stored);
  }

  private void stored(Trial trial) {
    store.finished(trial.number(), trial.outcome().orElseThrow(), Optional.empty());
    listener.finished(trial);
  }

  private void restart(long trial) {
    evaluations.start(session, Objects.requireNonNull(tasks.get(trial)));
  }

  private void look(Companions others) {
    if (others.due()) {
      others.look(ImmutableList.copyOf(tasks.keySet())).forEach(this::entered);
      others.lost().forEach(this::restart);
    }
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
