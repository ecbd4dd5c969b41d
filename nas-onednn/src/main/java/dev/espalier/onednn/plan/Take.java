package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import java.util.ArrayList;
import java.util.List;

/**
 * Some channels of maps, one after another.
 *
 * @param first the first that is taken, from 0
 * @param channels how many, fewer than there are
 */
public record Take(int first, int channels) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims whole = x.dims();
    Dims part = whole.withChannels(channels);
    List<Dims> pieces = pieces(whole);
    List<Layout> layouts = emitter.layouts(pieces.toArray(new Dims[0]));
    Kernels.Choice choice =
        emitter.first(layouts.stream().map(l -> new Maps.Concat(pieces, whole, l)).toList());
    Layout layout = layouts.get(choice.index());
    Kernel slice = emitter.require(new Maps.Slice(whole, first, part, layout));
    Value y = emitter.value(part, layout, x.isDifferentiable());
    emitter
        .call(slice)
        .with(DNNL_ARG_SRC, emitter.in(x, layout))
        .with(DNNL_ARG_DST, y.buffer())
        .emit("forward", layout);
    emitter.differentiate(
        y,
        gradient -> {
          List<Buffer> sources = new ArrayList<>();
          for (int i = 0; i < pieces.size(); i++) {
            boolean taken = i == (first == 0 ? 0 : 1);
            sources.add(
                taken ? gradient.buffer() : emitter.zeros(pieces.get(i).length() * Float.BYTES));
          }
          Buffer dx = emitter.scratch(choice.kernel(), DNNL_ARG_DST);
          Emitter.Call join = emitter.call(choice.kernel()).with(DNNL_ARG_DST, dx);
          for (int i = 0; i < sources.size(); i++) {
            join.with(DNNL_ARG_MULTIPLE_SRC + i, sources.get(i));
          }
          join.emit("backward", layout);
          emitter.contribute(x, layout, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  /** What lies before, what is taken, and what lies after; the empty ones left out. */
  private List<Dims> pieces(Dims whole) {
    List<Dims> pieces = new ArrayList<>();
    for (int size : new int[] {first, channels, whole.c() - first - channels}) {
      if (size > 0) {
        pieces.add(whole.withChannels(size));
      }
    }
    return pieces;
  }
}
