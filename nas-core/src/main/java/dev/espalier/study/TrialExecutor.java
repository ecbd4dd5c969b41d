package dev.espalier.study;

import dev.espalier.evaluate.Evaluation;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Runs evaluations beside each other, for one study at a time. Thread-safe. */
public interface TrialExecutor extends AutoCloseable {

  /** How many evaluations run at a time, at least 1. */
  int workers();

  /**
   * Queues an evaluation.
   *
   * @param timeLimit wall-clock limit, counted from the moment a worker takes it up
   * @return completes with what the evaluation gave or threw, or with {@link
   *     java.util.concurrent.TimeoutException} if the limit was passed
   */
  CompletableFuture<Evaluation> submit(Callable<Evaluation> evaluation, Duration timeLimit);

  /** Drops what is queued, interrupts what is running and waits a while for it to end. */
  void cancelAll();

  /** {@link #cancelAll}, and frees the workers. */
  @Override
  void close();
}
