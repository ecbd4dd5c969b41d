package dev.espalier.onednn;

import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps the native memory of arrays that nobody uses any more from growing without bound. ND4J
 * frees an array once the garbage collector has found it. Loops over the steps of sequences make
 * millions of arrays so small that the Java heap, where each is a few hundred bytes, stays far from
 * full while gigabytes of native memory wait to be freed.
 *
 * <p>Thread-safe: trainings side by side wait for the same collection.
 */
public final class NativeBacklog {
  /** Arrays, in use or not, from which on it is looked what is in use. */
  private static final int FEWEST = 200_000;

  /** Looks, 5 milliseconds apart, at which nothing more was freed: then what is left is in use. */
  private static final int MOST_IDLE = 100;

  private static final @Nullable Map<?, ?> KNOWN = known();

  private static volatile int limit = FEWEST;

  private NativeBacklog() {}

  /**
   * Called between steps of a training: waits for what is no longer used to be freed, if it has
   * become much. Costs next to nothing otherwise.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public static void keepUp() throws InterruptedException {
    if (size() < limit) {
      return;
    }
    synchronized (NativeBacklog.class) {
      if (size() < limit) {
        return;
      }
      System.gc(); // finds them; ND4J's own threads free them
      int left = size();
      for (int idle = 0; left > FEWEST / 2 && idle < MOST_IDLE; ) {
        Thread.sleep(5);
        int now = size();
        idle = now < left ? 0 : idle + 1;
        left = now;
      }
      limit = Math.max(FEWEST, 2 * left); // these are in use
    }
  }

  /** Arrays whose memory is not freed, in use or not; 0 where ND4J does not tell. */
  static int size() {
    return KNOWN == null ? 0 : KNOWN.size();
  }

  /** ND4J keeps them in a field of its own. */
  private static @Nullable Map<?, ?> known() {
    try {
      Field field = DeallocatorService.class.getDeclaredField("referenceMap");
      field.setAccessible(true);
      return (Map<?, ?>) field.get(Nd4j.getDeallocatorService());
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return null;
    }
  }
}
