package dev.espalier.onednn.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Kernels by their specification and the number of threads they were built for; the least recently
 * used beyond a limit are let go. Thread-safe.
 */
public final class Kernels {
  /** A kernel holds some tens of kilobytes of generated code: a few hundred megabytes at most. */
  private static final int MOST = 4096;

  private record Key(KernelSpec spec, int threads) {}

  private static final Map<Key, Optional<Kernel>> BUILT =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<Kernel>> eldest) {
          return size() > MOST;
        }
      };

  private Kernels() {}

  /** The kernel of a specification; empty if oneDNN has none. */
  public static Optional<Kernel> get(KernelSpec spec) {
    Key key = new Key(spec, threads());
    synchronized (BUILT) {
      Optional<Kernel> known = BUILT.get(key);
      if (known != null) {
        return known;
      }
    }
    Optional<Kernel> built = build(spec);
    synchronized (BUILT) {
      BUILT.putIfAbsent(key, built);
      return built;
    }
  }

  /**
   * The first that is optimised; else the first that exists.
   *
   * @return its index in the list and the kernel; empty if oneDNN has none of them
   */
  public static Optional<Choice> first(List<? extends KernelSpec> specs) {
    Optional<Choice> fallback = Optional.empty();
    for (int i = 0; i < specs.size(); i++) {
      Optional<Kernel> kernel = get(specs.get(i));
      if (kernel.isPresent()) {
        Choice choice = new Choice(i, kernel.get());
        if (!kernel.get().isReference()) {
          return Optional.of(choice);
        }
        if (fallback.isEmpty()) {
          fallback = Optional.of(choice);
        }
      }
    }
    return fallback;
  }

  /** One of several kernels that compute the same. */
  public record Choice(int index, Kernel kernel) {}

  /** Threads that a kernel of the calling thread would use. */
  public static int threads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }

  @SuppressWarnings("unchecked") // the scope's constructor takes generic varargs, here none
  private static Optional<Kernel> build(KernelSpec spec) {
    Library.fault(); // loaded before the scope, which would free what it makes
    PointerScope scope = new PointerScope();
    try (scope) {
      return Optional.of(spec.build());
    } catch (RuntimeException unimplemented) {
      return Optional.empty();
    }
  }
}
