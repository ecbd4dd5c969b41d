package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The last step of series, as rows: of the first input, by the mask that is the second, or without
 * one. Where no step counts it is the first one, as in DL4J.
 */
public record LastStep() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Optional<Buffer> mask = inputs.stream().skip(1).map(Value::buffer).findFirst();
    Buffer source = emitter.in(x, Layout.NHWC);
    Value y = emitter.value(Dims.vector(in.n(), in.c()), Layout.NHWC, x.isDifferentiable());
    Lengths.emit(
        emitter,
        "forward",
        in,
        source,
        y.buffer(),
        mask,
        (from, to, lengths) -> {
          for (int row = 0; row < in.n(); row++) {
            copy(from, place(in, row, lengths[row]), to, row * in.c(), in.c());
          }
        });
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emitter.zeros(in.length() * Float.BYTES);
          Lengths.emit(
              emitter,
              "backward",
              in,
              gradient.buffer(),
              dx,
              mask,
              (from, to, lengths) -> {
                for (int row = 0; row < in.n(); row++) {
                  copy(from, row * in.c(), to, place(in, row, lengths[row]), in.c());
                }
              });
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private static int place(Dims in, int row, int length) {
    return (row * in.w() + Math.max(0, length - 1)) * in.c();
  }

  private static void copy(FloatBuffer from, int source, FloatBuffer to, int target, int length) {
    to.put(target, from, source, length);
  }
}
