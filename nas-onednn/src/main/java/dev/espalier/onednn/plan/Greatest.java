package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import java.util.List;
import java.util.Locale;

/** Greatest of equal maps, scalar by scalar; of equal scalars the first one gets the gradient. */
public record Greatest() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value first = inputs.get(0);
    Dims dims = first.dims();
    Layout layout = first.layout();
    Buffer greatest = emitter.in(first, layout);
    boolean differentiable = first.isDifferentiable();
    for (Value input : inputs.subList(1, inputs.size())) {
      greatest =
          binary(emitter, dims, layout, Maps.Operation.MAX, greatest, emitter.in(input, layout));
      differentiable |= input.isDifferentiable();
    }
    Value y = emitter.value(dims, layout, greatest, differentiable);
    emitter.differentiate(
        y,
        gradient -> {
          // What no input before has taken.
          Buffer left = gradient.buffer();
          for (Value input : inputs) {
            Buffer chosen =
                binary(
                    emitter,
                    dims,
                    layout,
                    Maps.Operation.AT_LEAST,
                    emitter.in(input, layout),
                    y.buffer());
            Buffer part = binary(emitter, dims, layout, Maps.Operation.MULTIPLY, chosen, left);
            emitter.contribute(input, layout, new Emitter.Gradient(part, false));
            left = emitter.sum(dims, layout, List.of(1f, -1f), List.of(left, part));
          }
        });
    return y;
  }

  private static Buffer binary(
      Emitter emitter, Dims dims, Layout layout, Maps.Operation operation, Buffer a, Buffer b) {
    Kernel kernel = emitter.require(new Maps.Binary(dims, dims, layout, operation));
    Buffer result = emitter.scratch(kernel, DNNL_ARG_DST);
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC_0, a)
        .with(DNNL_ARG_SRC_1, b)
        .with(DNNL_ARG_DST, result)
        .emit(operation.name().toLowerCase(Locale.ROOT));
    return result;
  }
}
