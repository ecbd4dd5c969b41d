package dev.espalier.eval.sharing;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.espalier.eval.lower.Engine;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.NativeRuntime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/**
 * Prepares the paths of the next step on a thread of its own, while a step is trained. What is
 * prepared depends on the number of the step alone, so it is the same as without. For one thread.
 */
final class PathsAhead implements AutoCloseable {
  private final LongFunction<List<Path>> opener;
  private final long steps;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setNameFormat("paths-%s").setDaemon(true).build());
  private long next = -1;
  private Future<List<Path>> ready = Futures.immediateCancelledFuture();

  /**
   * Prepares nothing yet.
   *
   * @param opener the paths of a step; called by this class's thread
   * @param steps how many steps there are
   */
  PathsAhead(LongFunction<List<Path>> opener, long steps) {
    this.opener = opener;
    this.steps = steps;
  }

  /** The paths of a step, which the caller gives back. */
  List<Path> take(long step) throws InterruptedException {
    if (next != step) {
      discard();
      prepare(step);
    }
    try {
      List<Path> paths = ready.get();
      ready = Futures.immediateCancelledFuture();
      if (step + 1 < steps) {
        prepare(step + 1);
      }
      return paths;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failure.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  /** Closes paths that were taken, without waiting for it. */
  void giveBack(List<Path> paths) {
    thread.execute(() -> paths.forEach(Path::close));
  }

  private void prepare(long step) {
    next = step;
    ready = thread.submit(() -> open(step));
  }

  private List<Path> open(long step) {
    NativeRuntime.useThreads(Engine.THREADS);
    try {
      return opener.apply(step);
    } finally {
      NativeRelease.closeWorkspaces();
    }
  }

  private void discard() {
    next = -1;
    try {
      Objects.requireNonNull(Uninterruptibles.getUninterruptibly(ready)).forEach(Path::close);
    } catch (CancellationException | ExecutionException nothing) {
      // there is nothing to close
    }
  }

  @Override
  public void close() {
    discard();
    thread.shutdown();
    Uninterruptibles.awaitTerminationUninterruptibly(thread);
  }
}
