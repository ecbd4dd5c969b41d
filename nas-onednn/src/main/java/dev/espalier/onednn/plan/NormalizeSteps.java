package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.LayerNorm;
import dev.espalier.onednn.kernel.Layout;
import java.util.List;

/**
 * Layer normalization of each step of series, or of rows.
 *
 * @param epsilon what is added to the variance
 * @param at where its parameters start, in scalars: a scale for each feature, then the shifts
 * @param trainable whether they have gradients
 */
public record NormalizeSteps(double epsilon, long at, boolean trainable) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims dims = x.dims();
    int rows = Math.toIntExact(dims.length() / dims.c());
    LayerNorm norm = new LayerNorm(rows, dims.c(), (float) epsilon);
    boolean training = emitter.isTraining();
    Kernel kernel = emitter.require(new LayerNorm.Forward(norm, training));
    Buffer source = emitter.in(x, Layout.NHWC);
    Buffer affine = emitter.parameters(at, 2L * dims.c());
    Value y = emitter.value(dims, Layout.NHWC, trainable || x.isDifferentiable());
    Emitter.Call forward =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_SCALE_SHIFT, affine)
            .with(DNNL_ARG_DST, y.buffer());
    if (!training) {
      forward.emit("forward");
      return y;
    }
    Buffer mean = emitter.scratch(kernel, DNNL_ARG_MEAN);
    Buffer variance = emitter.scratch(kernel, DNNL_ARG_VARIANCE);
    forward.with(DNNL_ARG_MEAN, mean).with(DNNL_ARG_VARIANCE, variance).emit("forward");
    emitter.differentiate(
        y,
        gradient -> {
          Kernel derivative = emitter.require(new LayerNorm.Backward(norm));
          Buffer dx =
              gradient.owned() ? gradient.buffer() : emitter.scratch(derivative, DNNL_ARG_DIFF_SRC);
          Buffer dAffine =
              trainable
                  ? emitter.gradients(at, 2L * dims.c())
                  : emitter.scratch(derivative, DNNL_ARG_DIFF_SCALE_SHIFT);
          emitter
              .call(derivative)
              .with(DNNL_ARG_SRC, source)
              .with(DNNL_ARG_MEAN, mean)
              .with(DNNL_ARG_VARIANCE, variance)
              .with(DNNL_ARG_SCALE_SHIFT, affine)
              .with(DNNL_ARG_DIFF_DST, gradient.buffer())
              .with(DNNL_ARG_DIFF_SRC, dx)
              .with(DNNL_ARG_DIFF_SCALE_SHIFT, dAffine)
              .emit("backward");
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }
}
