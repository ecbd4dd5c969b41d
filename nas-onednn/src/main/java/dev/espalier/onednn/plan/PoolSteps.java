package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Pooling;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Mean or maximum of the steps of series, the first input, that a mask, the second, counts; of
 * equal steps the first one gets the gradient of a maximum.
 */
public record PoolSteps(Pooling.Kind kind) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Optional<Buffer> mask = Optional.of(inputs.get(1).buffer());
    Buffer source = emitter.in(x, Layout.NHWC);
    Value y = emitter.value(Dims.vector(in.n(), in.c()), Layout.NHWC, x.isDifferentiable());
    int[] greatest = new int[in.n() * in.c()];
    Lengths.emit(
        emitter,
        "forward",
        in,
        source,
        y.buffer(),
        mask,
        (from, to, lengths) -> forward(in, from, to, lengths, greatest));
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emitter.scratch(in.length() * Float.BYTES);
          Lengths.emit(
              emitter,
              "backward",
              in,
              gradient.buffer(),
              dx,
              mask,
              (from, to, lengths) -> backward(in, from, to, lengths, greatest));
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private boolean isMaximum() {
    return kind == Pooling.Kind.MAX;
  }

  private void forward(Dims in, FloatBuffer from, FloatBuffer to, int[] lengths, int[] greatest) {
    float[] step = new float[in.c()];
    float[] pooled = new float[in.c()];
    for (int row = 0; row < in.n(); row++) {
      Arrays.fill(pooled, isMaximum() ? Float.NEGATIVE_INFINITY : 0f);
      for (int t = 0; t < lengths[row]; t++) {
        from.get((row * in.w() + t) * in.c(), step);
        for (int c = 0; c < step.length; c++) {
          if (!isMaximum()) {
            pooled[c] += step[c] / lengths[row];
          } else if (step[c] > pooled[c]) {
            pooled[c] = step[c];
            greatest[row * in.c() + c] = t;
          }
        }
      }
      to.put(row * in.c(), pooled);
    }
  }

  private void backward(Dims in, FloatBuffer from, FloatBuffer to, int[] lengths, int[] greatest) {
    float[] pooled = new float[in.c()];
    float[] step = new float[in.c()];
    for (int row = 0; row < in.n(); row++) {
      from.get(row * in.c(), pooled);
      for (int t = 0; t < in.w(); t++) {
        for (int c = 0; c < step.length; c++) {
          boolean taken = isMaximum() ? greatest[row * in.c() + c] == t : t < lengths[row];
          step[c] = taken ? pooled[c] / (isMaximum() ? 1 : lengths[row]) : 0f;
        }
        to.put((row * in.w() + t) * in.c(), step);
      }
    }
  }
}
