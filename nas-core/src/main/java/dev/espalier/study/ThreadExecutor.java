package dev.espalier.study;

import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.espalier.evaluate.Evaluation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates on threads of this process. A worker whose time is up is interrupted; one that does not
 * heed that within the grace period is given up, and a new thread takes its place. All threads are
 * daemons.
 */
public final class ThreadExecutor implements TrialExecutor {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final int workers;
  private final Duration grace;
  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();

  /** So many workers, each given 30 seconds to heed an interruption. */
  public ThreadExecutor(int workers) {
    this(workers, GRACE);
  }

  /**
   * So many workers.
   *
   * @param grace how long a worker may take to heed an interruption
   */
  public ThreadExecutor(int workers, Duration grace) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers (%s) must be at least 1".formatted(workers));
    }
    this.workers = workers;
    this.grace = grace;
    this.pool =
        new ThreadPoolExecutor(
            workers,
            Integer.MAX_VALUE,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("trial-worker-%s"));
    this.timer = new ScheduledThreadPoolExecutor(1, daemons("trial-timer-%s"));
    timer.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons(String format) {
    return new ThreadFactoryBuilder().setDaemon(true).setNameFormat(format).build();
  }

  @Override
  public int workers() {
    return workers;
  }

  @Override
  public CompletableFuture<Evaluation> submit(Callable<Evaluation> evaluation, Duration timeLimit) {
    Run run = new Run(evaluation, timeLimit);
    runs.add(run);
    pool.execute(run);
    return run.result;
  }

  @Override
  public void cancelAll() {
    Set<Run> cancelled = ImmutableSet.copyOf(runs);
    // All first: a worker that is interrupted must not take up the next one.
    cancelled.forEach(run -> run.result.cancel(false));
    cancelled.forEach(Run::interrupt);
    long deadline = System.nanoTime() + grace.toNanos();
    for (Run run : cancelled) {
      if (!Uninterruptibles.awaitUninterruptibly(
          run.ended, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return; // its thread is a daemon, and its result is no longer wanted
      }
    }
  }

  @Override
  public void close() {
    cancelAll();
    pool.shutdownNow();
    timer.shutdownNow();
  }

  private synchronized void resize(int change) {
    pool.setCorePoolSize(pool.getCorePoolSize() + change);
  }

  /** One evaluation. The lock guards against interrupting a worker that has moved on. */
  private final class Run implements Runnable {
    private final Callable<Evaluation> evaluation;
    private final Duration timeLimit;
    private final CompletableFuture<Evaluation> result = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Thread worker;
    private @Nullable Future<?> giveUp;
    private boolean timedOut;
    private boolean givenUp;

    Run(Callable<Evaluation> evaluation, Duration timeLimit) {
      this.evaluation = evaluation;
      this.timeLimit = timeLimit;
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      var alarm = timer.schedule(this::timeOut, timeLimit.toNanos(), TimeUnit.NANOSECONDS);
      @Nullable Evaluation value = null;
      @Nullable Throwable failure = null;
      try {
        value = evaluation.call();
      } catch (Throwable thrown) { // errors too: the study decides what they mean
        failure = thrown;
      }
      alarm.cancel(false);
      end();
      if (timedOut) {
        result.completeExceptionally(timeOutFailure());
      } else if (failure != null) {
        result.completeExceptionally(failure);
      } else {
        result.complete(value);
      }
    }

    private synchronized boolean begin() {
      if (result.isDone()) {
        return false;
      }
      worker = Thread.currentThread();
      return true;
    }

    private synchronized void end() {
      worker = null;
      Thread.interrupted(); // meant for this evaluation, not for the next
      if (giveUp != null) {
        giveUp.cancel(false);
      }
      if (givenUp) {
        resize(-1);
      }
      runs.remove(this);
      ended.countDown();
    }

    private synchronized void timeOut() {
      if (worker != null) {
        timedOut = true;
        worker.interrupt();
        giveUp = timer.schedule(this::giveUp, grace.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    private synchronized void giveUp() {
      if (worker != null) {
        givenUp = true;
        resize(1);
        result.completeExceptionally(timeOutFailure());
      }
    }

    private TimeoutException timeOutFailure() {
      return new TimeoutException("took longer than %s s".formatted(timeLimit.toMillis() / 1000.0));
    }

    synchronized void interrupt() {
      if (worker != null) {
        worker.interrupt();
      } else {
        runs.remove(this);
        ended.countDown();
      }
    }
  }
}
