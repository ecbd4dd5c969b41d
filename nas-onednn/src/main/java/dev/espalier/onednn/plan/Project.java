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
import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.PostOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dense layer on vectors, or on each step of series.
 *
 * @param weights where they start among the parameters, in scalars
 * @param order how they lie there
 * @param bias where the bias starts; empty without one
 * @param trainable whether its parameters have gradients
 * @param then what is done to the result
 */
public record Project(
    int inputs,
    int outputs,
    long weights,
    Dense.Order order,
    Optional<Long> bias,
    boolean trainable,
    Then then)
    implements Operation {
  /**
   * What is done to the result while it is at hand.
   *
   * @param added whether the second input is added to it
   * @param function applied to it
   */
  public record Then(boolean added, Optional<Function> function) {
    /** Nothing. */
    public static final Then NOTHING = new Then(false, Optional.empty());
  }

  /** Alone. */
  public Project(
      int inputs,
      int outputs,
      long weights,
      Dense.Order order,
      Optional<Long> bias,
      boolean trainable) {
    this(inputs, outputs, weights, order, bias, trainable, Then.NOTHING);
  }

  /** The same, and then something. */
  public Project with(Then other) {
    return new Project(inputs, outputs, weights, order, bias, trainable, other);
  }

  @Override
  public Value emit(Emitter emitter, List<Value> values) {
    Value x = values.get(0);
    int rows = Math.toIntExact(x.dims().length() / inputs);
    Dense dense = new Dense(rows, inputs, outputs, bias.isPresent(), order);
    List<PostOp> postOps = new ArrayList<>();
    if (then.added) {
      postOps.add(new PostOp.Add(rows, outputs));
    }
    then.function.ifPresent(function -> postOps.add(new PostOp.Apply(function)));
    Kernel kernel = emitter.require(new Dense.Forward(dense, postOps));
    Buffer source = emitter.in(x, Layout.NHWC);
    Buffer matrix = emitter.parameters(weights, (long) inputs * outputs);
    boolean differentiable = trainable || values.stream().anyMatch(Value::isDifferentiable);
    Value y = emitter.value(x.dims().withChannels(outputs), Layout.NHWC, differentiable);
    Emitter.Call forward =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_WEIGHTS, matrix)
            .with(DNNL_ARG_DST, y.buffer());
    bias.ifPresent(at -> forward.with(DNNL_ARG_BIAS, emitter.parameters(at, outputs)));
    if (then.added) {
      forward.with(PostOp.argument(0), emitter.in(values.get(1), Layout.NHWC));
    }
    forward.emit("forward");
    emitter.differentiate(
        y,
        gradient -> {
          Emitter.Gradient own =
              then.function
                  .map(function -> Apply.backward(emitter, y, y, function, gradient))
                  .orElse(gradient);
          if (then.added) {
            emitter.contribute(
                values.get(1), Layout.NHWC, new Emitter.Gradient(own.buffer(), false));
          }
          if (trainable) {
            Emitter.Call call =
                emitter
                    .call(emitter.require(new Dense.BackwardWeights(dense)))
                    .with(DNNL_ARG_SRC, source)
                    .with(DNNL_ARG_DIFF_DST, own.buffer())
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
                .with(DNNL_ARG_DIFF_DST, own.buffer())
                .with(DNNL_ARG_WEIGHTS, matrix)
                .with(DNNL_ARG_DIFF_SRC, dx)
                .emit("backward data");
            emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
          }
        });
    return y;
  }
}
