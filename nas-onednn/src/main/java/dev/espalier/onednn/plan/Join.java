package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import java.util.List;

/** Channels of maps of one size, one after another. */
public record Join() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    List<Dims> parts = inputs.stream().map(Value::dims).toList();
    Dims whole = parts.get(0).withChannels(parts.stream().mapToInt(Dims::c).sum());
    List<Layout> layouts = emitter.layouts(parts.toArray(new Dims[0]));
    Kernels.Choice choice =
        emitter.first(layouts.stream().map(l -> new Maps.Concat(parts, whole, l)).toList());
    Layout layout = layouts.get(choice.index());
    boolean differentiable = inputs.stream().anyMatch(Value::isDifferentiable);
    Value y = emitter.value(whole, layout, differentiable);
    Emitter.Call forward = emitter.call(choice.kernel()).with(DNNL_ARG_DST, y.buffer());
    for (int i = 0; i < parts.size(); i++) {
      forward.with(DNNL_ARG_MULTIPLE_SRC + i, emitter.in(inputs.get(i), layout));
    }
    forward.emit("forward", layout);
    emitter.differentiate(
        y,
        gradient -> {
          int channel = 0;
          for (Value x : inputs) {
            if (x.isDifferentiable()) {
              Kernel slice = emitter.require(new Maps.Slice(whole, channel, x.dims(), layout));
              Buffer dx = emitter.scratch(slice, DNNL_ARG_DST);
              emitter
                  .call(slice)
                  .with(DNNL_ARG_SRC, gradient.buffer())
                  .with(DNNL_ARG_DST, dx)
                  .emit("backward", layout);
              emitter.contribute(x, layout, new Emitter.Gradient(dx, true));
            }
            channel += x.dims().c();
          }
        });
    return y;
  }
}
