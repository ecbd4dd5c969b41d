package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.util.List;

/**
 * The same scalars in another shape, channels first as ND4J counts them.
 *
 * @param maps whether they become maps, even if of one pixel, instead of rows
 */
public record Reshape(Dims dims, boolean maps) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Buffer scalars = emitter.in(x, Layout.NCHW);
    Value y = emitter.value(dims, Layout.NCHW, scalars, x.isDifferentiable());
    emitter.differentiate(y, gradient -> emitter.contribute(x, Layout.NCHW, gradient));
    return y;
  }
}
