package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.trial.Fidelity;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ThreadExecutorTest {
  private static final Evaluation DONE = Evaluation.of(Fidelity.epochs(1), Map.of());
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(10);

  @Test
  void workersEvaluateBesideEachOther() throws Exception {
    try (ThreadExecutor executor = new ThreadExecutor(2)) {
      CyclicBarrier both = new CyclicBarrier(2);
      CompletableFuture<Evaluation> first = executor.submit(() -> meet(both), LONG);
      CompletableFuture<Evaluation> second = executor.submit(() -> meet(both), LONG);

      assertEquals(DONE, first.get());
      assertEquals(DONE, second.get());
    }
  }

  @Test
  void failuresComeOutAsTheyWereThrown() {
    try (ThreadExecutor executor = new ThreadExecutor(1)) {
      OutOfMemoryError failure = new OutOfMemoryError("test");
      CompletableFuture<Evaluation> result =
          executor.submit(
              () -> {
                throw failure;
              },
              LONG);

      assertEquals(failure, assertThrows(ExecutionException.class, result::get).getCause());
    }
  }

  @Test
  void aTimeOutInterruptsTheWorkerAndLeavesItFitForTheNext() throws Exception {
    try (ThreadExecutor executor = new ThreadExecutor(1)) {
      CompletableFuture<Evaluation> slow = executor.submit(ThreadExecutorTest::forever, SHORT);
      AtomicBoolean interrupted = new AtomicBoolean();
      CompletableFuture<Evaluation> next =
          executor.submit(
              () -> {
                interrupted.set(Thread.currentThread().isInterrupted());
                return DONE;
              },
              LONG);

      assertInstanceOf(
          TimeoutException.class, assertThrows(ExecutionException.class, slow::get).getCause());
      assertEquals(DONE, next.get());
      assertFalse(interrupted.get());
    }
  }

  @Test
  void aWorkerThatHeedsNoInterruptionIsGivenUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ThreadExecutor executor = new ThreadExecutor(1, SHORT)) {
      CompletableFuture<Evaluation> stubborn =
          executor.submit(
              () -> {
                Uninterruptibles.awaitUninterruptibly(release);
                return DONE;
              },
              SHORT);

      assertInstanceOf(
          TimeoutException.class, assertThrows(ExecutionException.class, stubborn::get).getCause());
      assertEquals(DONE, executor.submit(() -> DONE, LONG).get());
      release.countDown();
      assertEquals(DONE, executor.submit(() -> DONE, LONG).get());
    }
  }

  @Test
  void cancellingInterruptsWhatRunsAndDropsWhatWaits() throws Exception {
    try (ThreadExecutor executor = new ThreadExecutor(1)) {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      CompletableFuture<Evaluation> first =
          executor.submit(
              () -> {
                running.countDown();
                try {
                  return forever();
                } catch (InterruptedException stop) {
                  interrupted.countDown();
                  throw stop;
                }
              },
              LONG);
      AtomicBoolean started = new AtomicBoolean();
      CompletableFuture<Evaluation> waiting =
          executor.submit(
              () -> {
                started.set(true);
                return DONE;
              },
              LONG);
      running.await();
      executor.cancelAll();

      assertEquals(0, interrupted.getCount());
      assertTrue(first.isCancelled());
      assertTrue(waiting.isCancelled());
      assertEquals(DONE, executor.submit(() -> DONE, LONG).get());
      assertFalse(started.get());
    }
  }

  @Test
  void noWorkersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ThreadExecutor(0));
  }

  private static Evaluation meet(CyclicBarrier barrier) throws Exception {
    barrier.await();
    return DONE;
  }

  private static Evaluation forever() throws InterruptedException {
    new CountDownLatch(1).await();
    return DONE;
  }
}
