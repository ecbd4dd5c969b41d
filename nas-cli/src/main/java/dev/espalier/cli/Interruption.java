package dev.espalier.cli;

import dev.espalier.search.Search;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: the search ends cleanly, so that it can be resumed, before the process does. */
final class Interruption {
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Search search) {
    hook =
        new Thread(
            () -> {
              search.stop();
              try {
                if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                }
              } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
              }
            },
            "interruption");
  }

  /** Has the search stop when the process is asked to end; until closed. */
  static Interruption of(Search search) {
    Interruption interruption = new Interruption(search);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** The search is over: let the process end. */
  void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // The process is ending; the hook has just been let go.
    }
  }
}
