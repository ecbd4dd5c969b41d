package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.trial.Trial;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

  private record Wake() implements Event {}

  /** The study was asked to stop. */
  static final class StoppedException extends InterruptedException {
    private static final long serialVersionUID = 1;
  }

  private final Evaluator evaluator;
  private final TrialExecutor executor;
  private final Duration timeLimit;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean stopping;

  Evaluations(Evaluator evaluator, TrialExecutor executor, Duration timeLimit) {
    this.evaluator = evaluator;
    this.executor = executor;
    this.timeLimit = timeLimit;
  }

  /** Queues an evaluation; a {@link Done} follows. */
  @SuppressWarnings("FutureReturnValueIgnored") // the event carries the outcome, failures included
  void start(Trial trial, Candidate candidate) {
    Context context = new Context(trial.number(), trial.seed(), trial.fidelity());
    executor
        .submit(() -> evaluator.evaluate(candidate, context), timeLimit)
        .whenComplete((value, failure) -> events.add(new Done(trial.number(), value, failure)));
  }

  /**
   * Waits for the next event.
   *
   * @throws StoppedException if the study was asked to stop
   * @throws InterruptedException if the thread was interrupted
   */
  Event take() throws InterruptedException {
    while (true) {
      checkStop();
      Event event = events.take();
      if (!(event instanceof Wake)) {
        return event;
      }
    }
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
    private final long trial;
    private final long seed;
    private final Fidelity fidelity;

    Context(long trial, long seed, Fidelity fidelity) {
      this.trial = trial;
      this.seed = seed;
      this.fidelity = fidelity;
    }

    @Override
    public long seed() {
      return seed;
    }

    @Override
    public Fidelity fidelity() {
      return fidelity;
    }

    @Override
    public Duration timeLimit() {
      return timeLimit;
    }

    @Override
    public boolean report(int step, ImmutableMap<String, Double> metrics) {
      events.add(new Reported(trial, step, metrics));
      return true;
    }
  }
}
