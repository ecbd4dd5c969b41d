package dev.espalier.onednn.plan;

import java.nio.FloatBuffer;

/**
 * A state of a recurrent layer that a run begins in and, when it has ended, leaves in the same
 * place: {@code [rows][units]}.
 *
 * @param vertex the layer's
 * @param key the state's name in it
 */
public record CarriedState(String vertex, String key, int rows, int units) {

  /** The work of {@link Emitter#leave}. */
  static void leave(FloatBuffer end, FloatBuffer state, int steps, int[] lengths) {
    int units = state.capacity() / lengths.length;
    state.put(0, end, 0, state.capacity());
    for (int row = 0; row < lengths.length; row++) {
      if (lengths[row] < steps) {
        state.put(row * units, new float[units]);
      }
    }
  }
}
