package dev.espalier.cli;

import dev.espalier.search.Search;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C: the search ends cleanly, so that it can be gone on with, before the process does. A
 * second one ends the process at once.
 */
final class Interruption {
  private static final String CTRL_C = "INT";
  private static final long PATIENCE_SECONDS = 20;

  private final Search search;
  private final PrintWriter err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean asked = new AtomicBoolean();

  /** For other ways to end the process. */
  private final Thread hook = new Thread(this::stop, "interruption");

  private @Nullable Object before;

  private Interruption(Search search, PrintWriter err) {
    this.search = search;
    this.err = err;
  }

  /** Has the search stop when the process is asked to end; until closed. */
  static Interruption of(Search search, PrintWriter err) {
    Interruption interruption = new Interruption(search, err);
    interruption.before = Signals.register(CTRL_C, interruption::interrupt);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void interrupt() {
    if (!asked.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    err.println(
        "nas: stopping so that the search can be gone on with; Ctrl-C again ends it at once");
    err.flush();
    Thread stopping = new Thread(this::stop, "stopping");
    stopping.setDaemon(true);
    stopping.start();
  }

  private void stop() {
    search.stop();
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  /** The search is over: let the process end. */
  void close() {
    ended.countDown();
    if (before != null) {
      Signals.unregister(CTRL_C, before);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // The process is ending; the hook has just been let go.
    }
  }
}
