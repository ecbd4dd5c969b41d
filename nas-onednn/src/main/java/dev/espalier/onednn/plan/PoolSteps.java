package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Pooling;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Mean or maximum of the steps of series, the first input, that a mask, the second, counts; of
 * equal steps the first one gets the gradient of a maximum.
 */
public record PoolSteps(Pooling.Kind kind) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Dims in = inputs.get(0).dims();
    if (kind == Pooling.Kind.MEAN) {
      return Lengths.rows(
          emitter,
          inputs,
          (from, to, lengths) -> mean(in, from, to, lengths),
          (from, to, lengths) -> spread(in, from, to, lengths));
    }
    int[] greatest = new int[in.n() * in.c()];
    return Lengths.rows(
        emitter,
        inputs,
        (from, to, lengths) -> maximum(in, from, to, lengths, greatest),
        (from, to, lengths) -> give(in, from, to, greatest));
  }

  private static void mean(Dims in, FloatBuffer from, FloatBuffer to, int[] lengths) {
    float[] step = new float[in.c()];
    float[] mean = new float[in.c()];
    for (int row = 0; row < lengths.length; row++) {
      Arrays.fill(mean, 0f);
      for (int t = 0; t < lengths[row]; t++) {
        from.get((row * in.w() + t) * in.c(), step);
        for (int c = 0; c < step.length; c++) {
          mean[c] += step[c] / lengths[row];
        }
      }
      to.put(row * in.c(), mean);
    }
  }

  private static void spread(Dims in, FloatBuffer from, FloatBuffer to, int[] lengths) {
    float[] part = new float[in.c()];
    for (int row = 0; row < lengths.length; row++) {
      from.get(row * in.c(), part);
      for (int c = 0; c < part.length; c++) {
        part[c] /= lengths[row];
      }
      for (int t = 0; t < lengths[row]; t++) {
        to.put((row * in.w() + t) * in.c(), part);
      }
    }
  }

  private static void maximum(
      Dims in, FloatBuffer from, FloatBuffer to, int[] lengths, int[] greatest) {
    float[] step = new float[in.c()];
    float[] maximum = new float[in.c()];
    for (int row = 0; row < lengths.length; row++) {
      Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
      for (int t = 0; t < lengths[row]; t++) {
        from.get((row * in.w() + t) * in.c(), step);
        for (int c = 0; c < step.length; c++) {
          if (step[c] > maximum[c]) {
            maximum[c] = step[c];
            greatest[row * in.c() + c] = t;
          }
        }
      }
      to.put(row * in.c(), maximum);
    }
  }

  private static void give(Dims in, FloatBuffer from, FloatBuffer to, int[] greatest) {
    float[] part = new float[in.c()];
    for (int row = 0; row < in.n(); row++) {
      from.get(row * in.c(), part);
      for (int c = 0; c < part.length; c++) {
        to.put((row * in.w() + greatest[row * in.c() + c]) * in.c() + c, part[c]);
      }
    }
  }
}
