package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Window;
import java.util.List;
import java.util.Optional;

/**
 * By what the mean over whole windows, one a step, is to be multiplied for a mean over the steps in
 * them that a mask, the input, counts; 0 at steps that do not count.
 */
public record WindowShares(Window window) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value mask = inputs.get(0);
    Dims dims = mask.dims();
    Value shares = emitter.value(dims, Layout.NHWC, false);
    new Lengths(
            dims,
            mask.buffer(),
            shares.buffer(),
            Optional.of(mask.buffer()),
            (from, to, lengths) -> {
              for (int row = 0; row < lengths.length; row++) {
                for (int step = 0; step < dims.w(); step++) {
                  to.put(row * dims.w() + step, share(step, lengths[row]));
                }
              }
            })
        .emit(emitter, "shares");
    return shares;
  }

  private float share(int step, int length) {
    if (step >= length) {
      return 0f;
    }
    int first = Math.max(0, step - window.left());
    int end = Math.min(length, step - window.left() + window.kernelW());
    return (float) window.kernelW() / (end - first);
  }
}
