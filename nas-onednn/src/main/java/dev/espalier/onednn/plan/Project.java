package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.espalier.onednn.kernel.Dense;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import java.util.List;
import java.util.Optional;

/**
 * A dense layer on vectors, or on each step of series.
 *
 * @param weights where they start among the parameters, in scalars
 * @param order how they lie there
 * @param bias where the bias starts; empty without one
 * @param trainable whether its parameters have gradients
 */
public record Project(
    int inputs,
    int outputs,
    long weights,
    Dense.Order order,
    Optional<Long> bias,
    boolean trainable)
    implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> values) {
    Value x = values.get(0);
    int rows = Math.toIntExact(x.dims().length() / inputs);
    Dense dense = new Dense(rows, inputs, outputs, bias.isPresent(), order);
    Kernel kernel = emitter.require(new Dense.Forward(dense));
    Buffer source = emitter.in(x, Layout.NHWC);
    Buffer matrix = emitter.parameters(weights, (long) inputs * outputs);
    Value y =
        emitter.value(
            x.dims().withChannels(outputs), Layout.NHWC, trainable || x.isDifferentiable());
    Emitter.Call forward =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_WEIGHTS, matrix)
            .with(DNNL_ARG_DST, y.buffer());
    bias.ifPresent(at -> forward.with(DNNL_ARG_BIAS, emitter.parameters(at, outputs)));
    forward.emit("forward");
    emitter.differentiate(
        y,
        gradient -> {
          if (trainable) {
            Emitter.Call call =
                emitter
                    .call(emitter.require(new Dense.BackwardWeights(dense)))
                    .with(DNNL_ARG_SRC, source)
                    .with(DNNL_ARG_DIFF_DST, gradient.buffer())
                    .with(
                        DNNL_ARG_DIFF_WEIGHTS, emitter.gradients(weights, (long) inputs * outputs));
            bias.ifPresent(at -> call.with(DNNL_ARG_DIFF_BIAS, emitter.gradients(at, outputs)));
            call.emit("backward weights");
          }
          if (x.isDifferentiable()) {
            Kernel derivative = emitter.require(new Dense.BackwardData(dense));
            Buffer dx = emitter.scratch(derivative, DNNL_ARG_DIFF_SRC);
            emitter
                .call(derivative)
                .with(DNNL_ARG_DIFF_DST, gradient.buffer())
                .with(DNNL_ARG_WEIGHTS, matrix)
                .with(DNNL_ARG_DIFF_SRC, dx)
                .emit("backward data");
            emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
          }
        });
    return y;
  }
}
