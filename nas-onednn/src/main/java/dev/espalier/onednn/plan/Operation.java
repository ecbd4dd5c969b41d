package dev.espalier.onednn.plan;

import java.util.List;

/** What a vertex computes. Immutable; emitting it writes the steps into a plan. */
public interface Operation {
  /**
   * Writes the forward steps, and keeps how they are differentiated.
   *
   * @throws UnsupportedGraphException if oneDNN has no kernel for it
   */
  Value emit(Emitter emitter, List<Value> inputs);
}
