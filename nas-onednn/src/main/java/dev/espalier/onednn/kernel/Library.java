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
  private static final Library LOADED = load();

  private final @Nullable Parts parts;
  private final String fault;

  /** What all plans share. */
  private record Parts(
      engine processor,
      stream queue,
      dnnl_stream handle,
      primitive_attr settings,
      Layout blocked) {}

  private Library(@Nullable Parts parts, String fault) {
    this.parts = parts;
    this.fault = fault;
  }

  private static Library load() {
    try {
      // ND4J first: both then share its OpenMP runtime, and one thread count.
      Nd4j.getBackend();
      engine processor = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
      stream queue = new stream(processor);
      primitive_attr settings = newAttributes();
      return new Library(new Parts(processor, queue, queue.get(), settings, widestBlocks()), "");
    } catch (LinkageError | RuntimeException failure) {
      return new Library(null, "oneDNN does not load on this platform: " + failure);
    }
  }

  /** The identifiers of instruction sets are sets of bits: a newer one holds those before it. */
  private static Layout widestBlocks() {
    int found = dnnl.dnnl_get_effective_cpu_isa();
    return (found & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core
        ? Layout.BLOCKED_16
        : Layout.BLOCKED_8;
  }

  /** The instruction set that kernels are chosen for, as oneDNN calls it: {@code avx512_core}. */
  public static String instructions() {
    return LOADED.parts == null ? "none" : dnnl.get_effective_cpu_isa().intern().name();
  }

  /** Why oneDNN can't be used here; empty where it can. */
  public static Optional<String> fault() {
    return LOADED.parts == null ? Optional.of(LOADED.fault) : Optional.empty();
  }

  /** The blocked layout of this processor's vector registers. */
  public static Layout blocked() {
    return LOADED.parts().blocked();
  }

  /** The engine that memory belongs to. */
  public static engine engine() {
    return LOADED.parts().processor();
  }

  /** In-order execution on the calling thread; holds no state, so that any thread may use it. */
  public static dnnl_stream stream() {
    return LOADED.parts().handle();
  }

  /** Default settings, but scratch memory comes from the caller: kernels are then shareable. */
  static primitive_attr attributes() {
    return LOADED.parts().settings();
  }

  /** The same, to be changed: a copy of the shared ones would be the same object to oneDNN. */
  static primitive_attr newAttributes() {
    primitive_attr settings = new primitive_attr();
    settings.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return settings;
  }

  private Parts parts() {
    if (parts == null) {
      throw new IllegalStateException(fault);
    }
    return parts;
  }
}
