package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Series, the first input, with numbers so low in the steps that a mask, the second, does not count
 * that none of them wins a maximum.
 */
public record LowerSteps() implements Operation {
  /** Finite, as what is hidden afterwards is multiplied by zero. */
  private static final float LOW = -1e30f;

  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Dims dims = inputs.get(0).dims();
    float[] low = new float[dims.w() * dims.c()];
    Arrays.fill(low, LOW);
    float[] none = new float[low.length];
    return Lengths.series(
        emitter,
        inputs,
        (from, to, lengths) -> copy(dims, from, to, lengths, low),
        (from, to, lengths) -> copy(dims, from, to, lengths, none));
  }

  /** With other numbers in the steps that do not count. */
  private static void copy(
      Dims dims, FloatBuffer from, FloatBuffer to, int[] lengths, float[] others) {
    for (int row = 0; row < lengths.length; row++) {
      int first = row * others.length;
      int counted = lengths[row] * dims.c();
      to.put(first, from, first, counted);
      to.put(first + counted, others, 0, others.length - counted);
    }
  }
}
