package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import java.util.List;

/** Softmax over the features of vectors. */
public record Softmax() implements Operation {
  /** Softmax over the features of vectors, or of each step of series. */
  public static Buffer rows(Emitter emitter, Value x) {
    Dims dims = x.dims();
    Dims rows = Dims.vector(Math.toIntExact(dims.length() / dims.c()), dims.c());
    Maps.Softmax softmax = new Maps.Softmax(rows);
    Buffer y = emitter.scratch(emitter.require(softmax), DNNL_ARG_DST);
    emitter.copy(softmax, emitter.in(x, Layout.NHWC), y, "forward");
    return y;
  }

  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Value y = emitter.value(x.dims(), Layout.NHWC, rows(emitter, x), x.isDifferentiable());
    emitter.differentiate(
        y,
        gradient -> {
          Kernel derivative = emitter.require(new Maps.SoftmaxBackward(x.dims()));
          Buffer dx = emitter.scratch(derivative, DNNL_ARG_DIFF_SRC);
          emitter
              .call(derivative)
              .with(DNNL_ARG_DST, y.buffer())
              .with(DNNL_ARG_DIFF_DST, gradient.buffer())
              .with(DNNL_ARG_DIFF_SRC, dx)
              .emit("backward");
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }
}
