package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.util.List;

/** The last step of series, as rows. */
public record LastStep() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Buffer source = emitter.in(x, Layout.NHWC);
    int features = in.c();
    int last = (in.w() - 1) * features;
    int stride = in.w() * features;
    Value y = emitter.value(Dims.vector(in.n(), features), Layout.NHWC, x.isDifferentiable());
    emitter.host(
        "forward",
        new OnBuffers(
            source,
            y.buffer(),
            (from, to) -> {
              for (int row = 0; row < in.n(); row++) {
                to.put(row * features, from, row * stride + last, features);
              }
            }),
        source,
        y.buffer());
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emitter.zeros(in.length() * Float.BYTES);
          emitter.host(
              "backward",
              new OnBuffers(
                  gradient.buffer(),
                  dx,
                  (from, to) -> {
                    for (int row = 0; row < in.n(); row++) {
                      to.put(row * stride + last, from, row * features, features);
                    }
                  }),
              gradient.buffer(),
              dx);
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }
}
