package dev.espalier.study;

import com.google.common.base.Stopwatch;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StudyStore;
import dev.espalier.store.TrialClaims;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Trial;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Evaluates trials of a study that another process runs. What it evaluates it has claimed; the
 * other process finds the outcomes in the store. Used once, by one thread.
 */
final class Helper {
  private final int workers;
  private final Planner planner;
  private final EvaluationSession session;
  private final Evaluations evaluations;
  private final History history;
  private final StudyStore store;
  private final CheckpointStore checkpoints;
  private final TrialClaims claims;
  private final Results results;
  private final StudyListener listener;
  private final Map<Long, Evaluations.Task> tasks = new HashMap<>();

  Helper(
      int workers,
      Planner planner,
      EvaluationSession session,
      Evaluations evaluations,
      History history,
      StudyStore store,
      CheckpointStore checkpoints,
      TrialClaims claims,
      Results results,
      StudyListener listener) {
    this.workers = workers;
    this.planner = planner;
    this.session = session;
    this.evaluations = evaluations;
    this.history = history;
    this.store = store;
    this.checkpoints = checkpoints;
    this.claims = claims;
    this.results = results;
    this.listener = listener;
  }

  /** Works until there is nothing more to claim, and ends what it has begun. */
  void run(BooleanSupplier over) throws InterruptedException {
    Stopwatch sinceRenewal = Stopwatch.createStarted();
    boolean more = true;
    try {
      while (more || !tasks.isEmpty()) {
        more = more && !over.getAsBoolean();
        while (more && tasks.size() < workers && begin()) {
          // as many as there are workers
        }
        evaluations.take(Companions.LOOK).ifPresent(this::handle);
        if (sinceRenewal.elapsed().compareTo(Companions.LOOK) >= 0) {
          claims.renew();
          sinceRenewal.reset().start();
        }
      }
    } finally {
      evaluations.cancelAll();
      claims.release();
    }
  }

  private boolean begin() {
    Optional<Ask> next = claims.claimNext();
    next.ifPresent(this::begin);
    return next.isPresent();
  }

  private void begin(Ask ask) {
    Candidate candidate =
        planner
            .plan(ask.architecture())
            .candidate()
            .orElseThrow(
                () ->
                    new ReplayException(
                        "trial %s: '%s' is no network here; join with the space that the study was started with"
                            .formatted(ask.number(), ask.architecture())));
    Evaluations.Task task =
        new Evaluations.Task(ask, candidate, paused(ask), history.at(ask.told()));
    tasks.put(ask.number(), task);
    listener.asked(Trial.open(ask));
    evaluations.start(session, task);
  }

  private Optional<TrialContext.Paused> paused(Ask ask) {
    return ask.continues().stream()
        .mapToObj(number -> store.trials().get(Math.toIntExact(number)))
        .map(
            trial ->
                new TrialContext.Paused(
                    trial.reached().orElseThrow(),
                    checkpoints.read(trial.checkpoint().orElseThrow())))
        .findFirst();
  }

  private void handle(Evaluations.Event event) {
    if (event instanceof Evaluations.Reported reported) {
      if (tasks.containsKey(reported.trial())) {
        claims.reported(reported.trial(), reported.step(), reported.metrics());
        listener.reported(reported.trial(), reported.step(), reported.metrics());
      }
    } else if (event instanceof Evaluations.Elsewhere elsewhere) {
      tasks.remove(elsewhere.trial());
    } else if (event instanceof Evaluations.Done done) {
      handle(done);
    }
  }

  private void handle(Evaluations.Done done) {
    Evaluations.Task task = tasks.get(done.trial());
    if (task == null) {
      return; // of a worker that was given up after its time-out
    }
    Trial trial = Trial.open(task.ask());
    Optional<Results.Result> result = results.of(trial, done);
    if (result.isEmpty()) {
      evaluations.start(session, task);
      return;
    }
    tasks.remove(done.trial());
    if (claims.finished(done.trial(), result.get().outcome(), result.get().delta())) {
      listener.finished(trial.with(result.get().outcome()));
    }
  }
}
