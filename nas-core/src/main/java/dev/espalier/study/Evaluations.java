package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.store.TrialClaims;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands trials to the executor and collects what comes back, for the one thread that runs the
 * study. {@link #stop} may be called by any thread.
 */
final class Evaluations {
  /** What happens while trials are evaluated. */
  sealed interface Event {}

  /** Intermediate metrics. */
  record Reported(long trial, int step, ImmutableMap<String, Double> metrics) implements Event {}

  /** The end of an evaluation; either {@code evaluation} or {@code failure} is there. */
  record Done(long trial, @Nullable Evaluation evaluation, @Nullable Throwable failure)
      implements Event {}

  /** Another process evaluates a trial. */
  record Elsewhere(long trial) implements Event {}

  private record Wake() implements Event {}

  /** A trial that another process has. */
  private static final class ElsewhereException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** The study was asked to stop. */
  static final class StoppedException extends InterruptedException {
    private static final long serialVersionUID = 1;
  }

  /**
   * All that an evaluation depends on, as it was when the trial was asked for.
   *
   * @param told what a pruner may look at
   */
  record Task(
      Ask ask,
      Candidate candidate,
      Optional<TrialContext.Paused> paused,
      ImmutableList<Pruner.Told> told) {}

  private final TrialExecutor executor;
  private final Duration timeLimit;
  private final Pruner pruner;
  private final Optional<TrialClaims> claims;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean stopping;

  /**
   * On an executor.
   *
   * @param claims what must be claimed before it is evaluated; empty if no other process may
   */
  Evaluations(
      TrialExecutor executor, Duration timeLimit, Pruner pruner, Optional<TrialClaims> claims) {
    this.executor = executor;
    this.timeLimit = timeLimit;
    this.pruner = pruner;
    this.claims = claims;
  }

  /** Queues an evaluation; a {@link Done} follows, or an {@link Elsewhere}. */
  @SuppressWarnings("FutureReturnValueIgnored") // the event carries the outcome, failures included
  void start(EvaluationSession session, Task task) {
    long trial = task.ask().number();
    executor
        .submit(() -> evaluate(session, task), timeLimit)
        .whenComplete(
            (value, failure) ->
                events.add(
                    failure instanceof ElsewhereException
                        ? new Elsewhere(trial)
                        : new Done(trial, value, failure)));
  }

  private Evaluation evaluate(EvaluationSession session, Task task)
      throws InterruptedException, ElsewhereException {
    if (claims.isPresent() && !claims.get().claim(task.ask().number())) {
      throw new ElsewhereException();
    }
    return session.evaluate(task.candidate(), new Context(task));
  }

  /**
   * Waits for the next event; empty if none came in time.
   *
   * @throws StoppedException if the study was asked to stop
   * @throws InterruptedException if the thread was interrupted
   */
  Optional<Event> take(Duration patience) throws InterruptedException {
    checkStop();
    Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (event instanceof Wake) {
      checkStop();
    }
    return Optional.ofNullable(event);
  }

  /** Throws as {@link #take} does, without waiting. */
  void checkStop() throws InterruptedException {
    if (stopping) {
      throw new StoppedException();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** An event that is there already. */
  Optional<Event> poll() {
    return Optional.ofNullable(events.poll());
  }

  void stop() {
    stopping = true;
    events.add(new Wake());
  }

  void cancelAll() {
    executor.cancelAll();
  }

  /** What an evaluation may know. Reports are queued, so that one thread alone writes the store. */
  private final class Context implements TrialContext {
    private final Task task;

    Context(Task task) {
      this.task = task;
    }

    @Override
    public long seed() {
      return task.ask().seed();
    }

    @Override
    public Fidelity fidelity() {
      return task.ask().fidelity();
    }

    @Override
    public Optional<Paused> paused() {
      return task.paused();
    }

    @Override
    public long version() {
      return task.ask().told();
    }

    @Override
    public ImmutableList<Long> parents() {
      return task.ask().proposal() instanceof Proposal.Fresh fresh
          ? fresh.parents()
          : ImmutableList.of();
    }

    @Override
    public Verdict report(int step, ImmutableMap<String, Double> metrics) {
      events.add(new Reported(task.ask().number(), step, metrics));
      return pruner.judge(task.told(), task.ask(), step, metrics);
    }
  }
}
