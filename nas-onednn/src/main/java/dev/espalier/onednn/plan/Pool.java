package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Pooling;
import dev.espalier.onednn.kernel.Window;
import java.util.List;
import java.util.Optional;

/**
 * Pooling over windows.
 *
 * @param out size of its output
 */
public record Pool(Window window, Dims out, Pooling.Kind kind) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    List<Pooling> candidates =
        emitter.layoutsFrom(x).stream()
            .map(layout -> new Pooling(x.dims(), out, window, kind, layout))
            .toList();
    Kernels.Choice choice =
        emitter.first(
            candidates.stream().map(p -> new Pooling.Forward(p, emitter.isTraining())).toList());
    Pooling chosen = candidates.get(choice.index());
    Layout layout = chosen.layout();
    Kernel kernel = choice.kernel();
    Value y = emitter.value(out, layout, x.isDifferentiable());
    Optional<Buffer> maxima =
        kernel.takes(DNNL_ARG_WORKSPACE)
            ? Optional.of(emitter.scratch(kernel, DNNL_ARG_WORKSPACE))
            : Optional.empty();
    Emitter.Call forward =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, emitter.in(x, layout))
            .with(DNNL_ARG_DST, y.buffer());
    maxima.ifPresent(positions -> forward.with(DNNL_ARG_WORKSPACE, positions));
    forward.emit("forward", layout);
    emitter.differentiate(
        y,
        gradient -> {
          Kernel derivative = emitter.require(new Pooling.Backward(chosen));
          Buffer dx = emitter.scratch(derivative, DNNL_ARG_DIFF_SRC);
          Emitter.Call backward =
              emitter
                  .call(derivative)
                  .with(DNNL_ARG_DIFF_DST, gradient.buffer())
                  .with(DNNL_ARG_DIFF_SRC, dx);
          maxima.ifPresent(positions -> backward.with(DNNL_ARG_WORKSPACE, positions));
          backward.emit("backward", layout);
          emitter.contribute(x, layout, new Emitter.Gradient(dx, true));
        });
    return y;
  }
}
