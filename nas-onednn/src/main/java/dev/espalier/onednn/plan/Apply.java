package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.espalier.onednn.kernel.Elementwise;
import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.kernel.Kernel;
import java.util.List;

/** A function of each scalar. */
public record Apply(Function function) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Kernel kernel = emitter.require(new Elementwise.Forward(x.dims(), x.layout(), function));
    Value y = emitter.value(x.dims(), x.layout(), x.isDifferentiable());
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC, x.buffer())
        .with(DNNL_ARG_DST, y.buffer())
        .emit("forward", x.layout());
    emitter.differentiate(
        y,
        gradient -> emitter.contribute(x, x.layout(), backward(emitter, x, y, function, gradient)));
    return y;
  }

  /**
   * The gradient of an argument.
   *
   * @param x the argument; of no meaning if the function is differentiated by its value
   * @param y the value, in the same layout
   */
  static Emitter.Gradient backward(
      Emitter emitter, Value x, Value y, Function function, Emitter.Gradient gradient) {
    Kernel derivative = emitter.require(new Elementwise.Backward(y.dims(), y.layout(), function));
    Buffer dx =
        gradient.owned() ? gradient.buffer() : emitter.scratch(derivative, DNNL_ARG_DIFF_SRC);
    emitter
        .call(derivative)
        .with(
            function.fromValue() ? DNNL_ARG_DST : DNNL_ARG_SRC,
            function.fromValue() ? y.buffer() : x.buffer())
        .with(DNNL_ARG_DIFF_DST, gradient.buffer())
        .with(DNNL_ARG_DIFF_SRC, dx)
        .emit("backward", y.layout());
    return new Emitter.Gradient(dx, true);
  }
}
