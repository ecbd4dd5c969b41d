package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.KernelSpec;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Lstm;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A layer of long short-term memory on series: hyperbolic tangent, sigmoid gates, no peepholes, a
 * state that starts at zero.
 *
 * @param inputs features of a step
 * @param units size of the state
 * @param at where its parameters start, in scalars: {@code [gate][unit][input]}, {@code
 *     [gate][unit][unit]} and {@code [gate][unit]}, the gates in DL4J's order
 * @param trainable whether they have gradients
 */
public record Remember(int inputs, int units, long at, boolean trainable) implements Operation {
  /** DL4J's place of oneDNN's gates: input, forget, candidate, output. */
  private static final List<Integer> GATES = List.of(3, 1, 0, 2);

  @Override
  public Value emit(Emitter emitter, List<Value> values) {
    Value x = values.get(0);
    Dims in = x.dims();
    Lstm lstm = new Lstm(in.n(), in.w(), inputs, units);
    Lstm.Forward spec = new Lstm.Forward(lstm, emitter.isTraining());
    Kernel forward = emitter.require(spec);
    Buffer source = emitter.in(x, Layout.NHWC);
    Buffer layer = sorted(emitter, 0, (long) inputs * units);
    Buffer state = sorted(emitter, stateAt(), (long) units * units);
    Buffer bias = sorted(emitter, biasAt(), units);
    boolean differentiable = trainable || x.isDifferentiable();
    Value y = emitter.value(new Dims(in.n(), units, 1, in.w()), Layout.NHWC, differentiable);
    Emitter.Call call =
        emitter
            .call(forward)
            .with(DNNL_ARG_SRC_LAYER, source)
            .with(
                DNNL_ARG_WEIGHTS_LAYER,
                into(emitter, lstm, inputs, spec, DNNL_ARG_WEIGHTS_LAYER, layer))
            .with(
                DNNL_ARG_WEIGHTS_ITER,
                into(emitter, lstm, units, spec, DNNL_ARG_WEIGHTS_ITER, state))
            .with(DNNL_ARG_BIAS, bias)
            .with(DNNL_ARG_DST_LAYER, y.buffer());
    if (!emitter.isTraining()) {
      call.emit("forward");
      return y;
    }
    Buffer workspace = emitter.scratch(forward, DNNL_ARG_WORKSPACE);
    call.with(DNNL_ARG_WORKSPACE, workspace).emit("forward");
    emitter.differentiate(
        y,
        gradient -> {
          Lstm.Backward backward = new Lstm.Backward(lstm);
          Kernel kernel = emitter.require(backward);
          Buffer dx = emitter.scratch(kernel, DNNL_ARG_DIFF_SRC_LAYER);
          Buffer dLayer = emitter.zeros(kernel.argument(DNNL_ARG_DIFF_WEIGHTS_LAYER).bytes());
          Buffer dState = emitter.zeros(kernel.argument(DNNL_ARG_DIFF_WEIGHTS_ITER).bytes());
          Buffer dBias = emitter.zeros(kernel.argument(DNNL_ARG_DIFF_BIAS).bytes());
          emitter
              .call(kernel)
              .with(DNNL_ARG_SRC_LAYER, source)
              .with(
                  DNNL_ARG_WEIGHTS_LAYER,
                  into(emitter, lstm, inputs, backward, DNNL_ARG_WEIGHTS_LAYER, layer))
              .with(
                  DNNL_ARG_WEIGHTS_ITER,
                  into(emitter, lstm, units, backward, DNNL_ARG_WEIGHTS_ITER, state))
              .with(DNNL_ARG_BIAS, bias)
              .with(DNNL_ARG_DST_LAYER, y.buffer())
              .with(DNNL_ARG_WORKSPACE, workspace)
              .with(DNNL_ARG_DIFF_DST_LAYER, gradient.buffer())
              .with(DNNL_ARG_DIFF_SRC_LAYER, dx)
              .with(DNNL_ARG_DIFF_WEIGHTS_LAYER, dLayer)
              .with(DNNL_ARG_DIFF_WEIGHTS_ITER, dState)
              .with(DNNL_ARG_DIFF_BIAS, dBias)
              .emit("backward");
          if (trainable) {
            unsort(
                emitter,
                from(emitter, lstm, inputs, backward, DNNL_ARG_DIFF_WEIGHTS_LAYER, dLayer),
                0,
                (long) inputs * units);
            unsort(
                emitter,
                from(emitter, lstm, units, backward, DNNL_ARG_DIFF_WEIGHTS_ITER, dState),
                stateAt(),
                (long) units * units);
            unsort(emitter, dBias, biasAt(), units);
          }
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private long stateAt() {
    return (long) Lstm.GATES * inputs * units;
  }

  private long biasAt() {
    return stateAt() + (long) Lstm.GATES * units * units;
  }

  /** Parameters with their gates in oneDNN's order; the part of each gate has this length. */
  private Buffer sorted(Emitter emitter, long offset, long part) {
    Buffer given = emitter.parameters(at + offset, Lstm.GATES * part);
    Buffer sorted = emitter.scratch(Lstm.GATES * part * Float.BYTES);
    gates(
        emitter,
        given,
        sorted,
        (from, to, gate) -> copy(from, GATES.get(gate), to, gate, (int) part));
    return sorted;
  }

  /** Gradients back to DL4J's order of the gates. */
  private void unsort(Emitter emitter, Buffer sorted, long offset, long part) {
    Buffer gradient = emitter.gradients(at + offset, Lstm.GATES * part);
    gates(
        emitter,
        sorted,
        gradient,
        (from, to, gate) -> copy(from, gate, to, GATES.get(gate), (int) part));
  }

  /** Copies the part of one gate. */
  private interface GateCopy {
    void copy(FloatBuffer from, FloatBuffer to, int gate);
  }

  private static void gates(Emitter emitter, Buffer source, Buffer target, GateCopy copy) {
    OnBuffers all =
        new OnBuffers(
            source,
            target,
            (from, to) -> {
              for (int gate = 0; gate < Lstm.GATES; gate++) {
                copy.copy(from, to, gate);
              }
            });
    emitter.host("gates", all, source, target);
  }

  private static void copy(FloatBuffer from, int source, FloatBuffer to, int target, int length) {
    to.put(target * length, from, source * length, length);
  }

  private static Buffer into(
      Emitter emitter, Lstm lstm, int from, KernelSpec owner, int argument, Buffer weights) {
    return reorder(emitter, new Lstm.Into(lstm, from, owner, argument), weights, "weights");
  }

  private static Buffer from(
      Emitter emitter, Lstm lstm, int from, KernelSpec owner, int argument, Buffer gradients) {
    return reorder(emitter, new Lstm.From(lstm, from, owner, argument), gradients, "gradients");
  }

  private static Buffer reorder(Emitter emitter, KernelSpec spec, Buffer source, String what) {
    Kernel kernel = emitter.require(spec);
    Buffer target = emitter.scratch(kernel, DNNL_ARG_DST);
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC, source)
        .with(DNNL_ARG_DST, target)
        .emit("reorder " + what);
    return target;
  }
}
