package dev.espalier.onednn.plan;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A block of native memory that plans work in. Closing gives it back to a pool, from which the next
 * graph of about that size takes it. The pool is thread-safe.
 */
final class Arena implements AutoCloseable {
  /** What the pool keeps at most; the rest is freed. */
  private static final long MOST_KEPT_BYTES = 512L << 20;

  /** A plan may take a block up to this many times too large. */
  private static final int MOST_WASTE = 2;

  private static final TreeMap<Long, ArrayDeque<BytePointer>> POOL = new TreeMap<>();
  private static long kept;

  private final BytePointer block;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Arena(BytePointer block) {
    this.block = block;
  }

  /**
   * A block of at least so many bytes, of any content.
   *
   * @throws OutOfMemoryError if there is not that much native memory
   */
  static Arena take(long bytes) {
    long size = Math.max(1, bytes) + Placement.ALIGNMENT;
    synchronized (POOL) {
      Map.Entry<Long, ArrayDeque<BytePointer>> fit = POOL.ceilingEntry(size);
      if (fit != null && fit.getKey() <= MOST_WASTE * size) {
        BytePointer block = fit.getValue().pop();
        if (fit.getValue().isEmpty()) {
          POOL.remove(fit.getKey());
        }
        kept -= block.capacity();
        return new Arena(block);
      }
    }
    BytePointer block = new BytePointer(size);
    // Plain malloc: what is never written must not look like numbers that trap or slow.
    Pointer.memset(block, 0, size);
    return new Arena(block);
  }

  /** Address of its first byte, aligned. */
  long address() {
    long unaligned = block.address();
    return (unaligned + Placement.ALIGNMENT - 1) / Placement.ALIGNMENT * Placement.ALIGNMENT;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (POOL) {
      POOL.computeIfAbsent(block.capacity(), size -> new ArrayDeque<>()).push(block);
      kept += block.capacity();
      Iterator<Map.Entry<Long, ArrayDeque<BytePointer>>> smallest = POOL.entrySet().iterator();
      while (kept > MOST_KEPT_BYTES && smallest.hasNext()) {
        for (BytePointer old : smallest.next().getValue()) {
          kept -= old.capacity();
          old.close();
        }
        smallest.remove();
      }
    }
  }
}
