package dev.espalier.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether a search is to end early, and who has to know at once. Thread-safe. */
final class StopSignal {
  private final Set<Runnable> watchers = new LinkedHashSet<>();
  private boolean stopped;

  /** What is done until it ends or is stopped. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** From now on the search is to end. */
  void stop() {
    List<Runnable> told;
    synchronized (this) {
      stopped = true;
      told = new ArrayList<>(watchers);
    }
    told.forEach(Runnable::run);
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /**
   * Does some work, and has it cut off at a stop: by the thread that stops; at once if that was
   * before.
   */
  <T, E extends Exception> T during(Work<T, E> work, Runnable cutOff) throws E {
    boolean late;
    synchronized (this) {
      watchers.add(cutOff);
      late = stopped;
    }
    try {
      if (late) {
        cutOff.run();
      }
      return work.run();
    } finally {
      synchronized (this) {
        watchers.remove(cutOff);
      }
    }
  }
}
