package dev.espalier.onednn.plan;

import org.jspecify.annotations.Nullable;

/**
 * Memory that the plans of one graph share: one of them runs at a time, and none keeps anything
 * from one run to the next. As large as the largest plan that has run. Not thread-safe.
 */
public final class Workspace implements AutoCloseable {
  private @Nullable Arena arena;
  private long bytes;
  private boolean closed;

  /**
   * Address of at least so many bytes, of any content; another than before once it has grown.
   *
   * @throws IllegalStateException if it is closed
   */
  long address(long needed) {
    if (closed) {
      throw new IllegalStateException("the plan is closed");
    }
    if (arena == null || bytes < needed) {
      if (arena != null) {
        arena.close();
      }
      arena = Arena.take(needed);
      bytes = needed;
    }
    return arena.address();
  }

  @Override
  public void close() {
    closed = true;
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
