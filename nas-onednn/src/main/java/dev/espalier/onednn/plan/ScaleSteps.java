package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import java.util.List;

/**
 * Each step of series, the first input, times a number of its own, the second, such as a mask's.
 */
public record ScaleSteps() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Value numbers = inputs.get(1);
    Kernel kernel =
        emitter.require(
            new Maps.Binary(x.dims(), numbers.dims(), Layout.NHWC, Maps.Operation.MULTIPLY));
    Value y = emitter.value(x.dims(), Layout.NHWC, x.isDifferentiable());
    multiply(emitter, kernel, "forward", emitter.in(x, Layout.NHWC), numbers, y.buffer());
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emitter.scratch(kernel, DNNL_ARG_DST);
          multiply(emitter, kernel, "backward", gradient.buffer(), numbers, dx);
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private static void multiply(
      Emitter emitter, Kernel kernel, String what, Buffer from, Value numbers, Buffer to) {
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC_0, from)
        .with(DNNL_ARG_SRC_1, emitter.in(numbers, Layout.NHWC))
        .with(DNNL_ARG_DST, to)
        .emit(what);
  }
}
