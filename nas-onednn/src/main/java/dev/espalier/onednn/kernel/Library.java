package dev.espalier.onednn.kernel;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** The oneDNN library of this process. Thread-safe; loaded on first use, after ND4J. */
public final class Library {
  private static final Library LOADED = new Library();

  private final @Nullable engine engine;
  private final @Nullable stream stream;
  private final @Nullable dnnl_stream streamHandle;
  private final @Nullable primitive_attr attributes;
  private final String fault;
  private final Layout blocked;

  private Library() {
    engine loaded = null;
    stream queue = null;
    primitive_attr plain = null;
    String reason = "";
    Layout block = Layout.BLOCKED_8;
    try {
      // ND4J first: both then share its OpenMP runtime, and one thread count.
      Nd4j.getBackend();
      loaded = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
      queue = new stream(loaded);
      plain = new primitive_attr();
      plain.set_scratchpad_mode(dnnl.scratchpad_mode.user);
      int isa = dnnl.dnnl_get_effective_cpu_isa();
      // The identifiers are sets of bits: each newer instruction set holds those before it.
      if ((isa & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core) {
        block = Layout.BLOCKED_16;
      }
    } catch (LinkageError | RuntimeException failure) {
      loaded = null;
      reason = "oneDNN does not load on this platform: " + failure;
    }
    engine = loaded;
    stream = queue;
    streamHandle = queue == null ? null : queue.get();
    attributes = plain;
    fault = reason;
    blocked = block;
  }

  /** Why oneDNN can't be used here; empty where it can. */
  public static Optional<String> fault() {
    return LOADED.engine == null ? Optional.of(LOADED.fault) : Optional.empty();
  }

  /** The blocked layout of this processor's vector registers. */
  public static Layout blocked() {
    return LOADED.blocked;
  }

  /** The engine that memory belongs to. */
  public static engine engine() {
    return present(LOADED.engine);
  }

  /** In-order execution on the calling thread; holds no state, so that any thread may use it. */
  public static dnnl_stream stream() {
    return present(LOADED.streamHandle);
  }

  /** Default settings, but scratch memory comes from the caller: kernels are then shareable. */
  static primitive_attr attributes() {
    return present(LOADED.attributes);
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(LOADED.fault);
    }
    return part;
  }
}
