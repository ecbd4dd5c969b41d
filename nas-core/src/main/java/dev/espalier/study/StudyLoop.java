package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.random.Seeds;
import dev.espalier.store.StudyStore;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a study, from the first ask to the last tell. Used once, by one thread. */
final class StudyLoop {
  /** Asks per trial of the budget, beyond which there is little but duplicates left. */
  private static final long ASKS_PER_TRIAL = 50;

  private final StudySettings settings;
  private final SearchStrategy strategy;
  private final Evaluator evaluator;
  private final Planner planner;
  private final Evaluations evaluations;
  private final StudyStore store;
  private final StudyListener listener;
  private final InstantSource clock;

  private final ImmutableList<Trial> stored;
  private final long storedTells;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Long, Candidate> candidates = new HashMap<>();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Averages averages;
  private int told;
  private int evaluated;
  private int failed;

  /** Duplicates in a row. */
  private int stale;

  StudyLoop(
      StudySettings settings,
      SearchStrategy strategy,
      Evaluator evaluator,
      Planner planner,
      Evaluations evaluations,
      StudyStore store,
      StudyListener listener,
      InstantSource clock) {
    this.settings = settings;
    this.strategy = strategy;
    this.evaluator = evaluator;
    this.planner = planner;
    this.evaluations = evaluations;
    this.store = store;
    this.listener = listener;
    this.clock = clock;
    this.stored = store.trials();
    this.storedTells = store.toldCount();
    this.averages = new Averages(evaluator);
  }

  StudyResult run() {
    boolean threadInterrupted = false;
    EndReason ended;
    try {
      ended = askAll();
      while (told < trials.size()) {
        tellNext();
      }
      store.complete();
    } catch (Evaluations.StoppedException stopped) {
      ended = cutOff();
    } catch (InterruptedException interrupted) {
      threadInterrupted = true;
      ended = cutOff();
    } finally {
      evaluations.cancelAll();
    }
    StudyResult result = result(ended);
    listener.ended(result);
    if (threadInterrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  /** Asks until there is a reason not to. */
  private EndReason askAll() throws InterruptedException {
    Optional<Instant> deadline = settings.timeBudget().map(clock.instant()::plus);
    while (true) {
      evaluations.checkStop();
      int number = trials.size();
      while (told <= number - settings.lookAhead()) {
        tellNext();
      }
      if (failed > settings.maxFailedTrials()) {
        return EndReason.FAILURES;
      }
      if (evaluated >= settings.trials()) {
        return EndReason.BUDGET;
      }
      if (number >= ASKS_PER_TRIAL * settings.trials() || stale >= EndReason.MOST_STALE) {
        return EndReason.EXHAUSTED;
      }
      // Stored trials are replayed whatever the time: they cost none.
      boolean late = deadline.isPresent() && !clock.instant().isBefore(deadline.get());
      if (late && number >= stored.size()) {
        return EndReason.TIME;
      }
      Optional<Proposal> proposal = ask(number);
      if (proposal.isEmpty()) {
        return EndReason.EXHAUSTED;
      }
      open(planner.plan(number, proposal.get()));
    }
  }

  /** Asks, and while the strategy needs results first, tells it the next trial and asks again. */
  private Optional<Proposal> ask(int number) throws InterruptedException {
    while (true) {
      Optional<Proposal> proposal = strategy.ask(Seeds.generator(settings.seed(), "ask", number));
      if (proposal.isPresent() || told == trials.size()) {
        return proposal;
      }
      tellNext();
    }
  }

  private void open(Plan plan) {
    Trial trial = plan.trial();
    int number = trials.size();
    trials.add(trial);
    if (trial.duplicateOf().isEmpty()) {
      evaluated++;
      stale = 0;
    } else {
      stale++;
    }
    if (number < stored.size()) {
      Trial known = stored.get(number);
      Replay.check(trial, known);
      if (!known.state().open()) {
        trials.set(number, known);
        listener.replayed(known);
        return;
      }
    } else {
      store.asked(trial);
    }
    listener.asked(trial);
    if (plan.candidate().isPresent()) {
      Candidate candidate = plan.candidate().get();
      candidates.put(trial.number(), candidate);
      evaluations.start(trial, candidate);
    } else if (trial.duplicateOf().isEmpty()) {
      finish(trial.finished(TrialState.FAILED, ImmutableMap.of(), 0.0, plan.rejection()));
    }
  }

  private void tellNext() throws InterruptedException {
    Trial next = trials.get(told);
    if (next.duplicateOf().isPresent() && next.state().open()) {
      finish(sharedOutcome(next));
    }
    while (trials.get(told).state().open()) {
      handle(evaluations.take());
    }
    Trial finished = trials.get(told);
    Trial heard =
        settings.duplicates() == DuplicatePolicy.AVERAGE ? averages.add(finished) : finished;
    if (finished.number() >= storedTells) {
      store.told(finished.number());
    }
    strategy.tell(heard);
    told++;
    if (finished.state() == TrialState.FAILED) {
      failed++;
    }
    listener.told(heard);
  }

  /** The original came before, so it was told and has its outcome. */
  private Trial sharedOutcome(Trial duplicate) {
    Trial original = trials.get(Math.toIntExact(duplicate.duplicateOf().orElseThrow()));
    String reason =
        original.scored()
            ? ""
            : "duplicate of %s trial %s: %s"
                .formatted(original.state().id(), original.number(), original.reason());
    return duplicate.finished(TrialState.DUPLICATE, original.metrics(), 0.0, reason);
  }

  private void handle(Evaluations.Event event) {
    if (event instanceof Evaluations.Reported reported) {
      if (!trials.get(Math.toIntExact(reported.trial())).state().open()) {
        return; // from a worker that was given up after its time-out
      }
      store.reported(reported.trial(), reported.step(), reported.metrics());
      listener.reported(reported.trial(), reported.step(), reported.metrics());
    } else if (event instanceof Evaluations.Done done) {
      handle(done);
    }
  }

  private void handle(Evaluations.Done done) {
    Trial trial = trials.get(Math.toIntExact(done.trial()));
    Throwable failure = done.failure();
    Evaluation evaluation = done.evaluation();
    if (evaluation != null) {
      finish(scored(trial, evaluation));
    } else if (failure != null && !Failures.isResult(failure)) {
      throw new IllegalStateException(
          "trial %s: %s".formatted(trial.number(), Failures.reason(failure)), failure);
    } else if (failure != null) {
      int attempt = attempts.merge(trial.number(), 1, Integer::sum);
      Candidate candidate = candidates.get(trial.number());
      if (candidate != null && attempt <= settings.retries() && Failures.mayPass(failure)) {
        evaluations.start(trial, candidate);
      } else {
        finish(trial.finished(TrialState.FAILED, ImmutableMap.of(), 0.0, Failures.reason(failure)));
      }
    }
  }

  /** Completed, unless what the study needs was not measured. */
  private Trial scored(Trial trial, Evaluation evaluation) {
    Trial completed =
        trial.finished(TrialState.COMPLETED, evaluation.metrics(), evaluation.trainSeconds(), "");
    for (String metric : settings.metrics()) {
      if (!completed.metrics().containsKey(metric)) {
        return trial.finished(
            TrialState.FAILED,
            evaluation.metrics(),
            evaluation.trainSeconds(),
            "the evaluation gave no %s, only %s".formatted(metric, evaluation.metrics().keySet()));
      }
    }
    return completed;
  }

  private void finish(Trial trial) {
    store.finished(trial);
    trials.set(Math.toIntExact(trial.number()), trial);
    candidates.remove(trial.number());
    listener.finished(trial);
  }

  /** Stores what finished of itself; what ends after that was cut off and is no outcome. */
  private EndReason cutOff() {
    for (Optional<Evaluations.Event> event = evaluations.poll();
        event.isPresent();
        event = evaluations.poll()) {
      if (!(event.get() instanceof Evaluations.Done done && done.failure() != null)) {
        handle(event.get());
      }
    }
    evaluations.cancelAll();
    for (Trial trial : ImmutableList.copyOf(trials)) {
      if (trial.state().open()) {
        finish(trial.finished(TrialState.INTERRUPTED, ImmutableMap.of(), 0.0, ""));
      }
    }
    // Stopped while replaying: what was not reached yet is part of the study all the same.
    trials.addAll(stored.subList(Math.min(trials.size(), stored.size()), stored.size()));
    return EndReason.INTERRUPTED;
  }

  private StudyResult result(EndReason ended) {
    ImmutableList<Trial> all = ImmutableList.copyOf(trials);
    ImmutableList<Trial> judged =
        settings.duplicates() == DuplicatePolicy.AVERAGE ? Averages.over(all, evaluator) : all;
    return new StudyResult(settings, all, judged, ended);
  }
}
