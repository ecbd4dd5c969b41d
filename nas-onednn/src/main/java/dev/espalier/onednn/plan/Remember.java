package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.KernelSpec;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Recurrence;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer on series.
 *
 * @param cell what a step computes
 * @param inputs features of a step
 * @param units size of the state
 * @param at where its parameters start, in scalars: {@code [gate][unit][input]}, {@code
 *     [gate][unit][unit]} and {@code [gate][unit]}, the gates in the layer's order; of gated
 *     recurrent units the last one twice, for input and state
 * @param trainable whether they have gradients
 */
public record Remember(Recurrence.Cell cell, int inputs, int units, long at, boolean trainable)
    implements Operation {
  /** DL4J's place of oneDNN's gates of long short-term memory. */
  private static final List<Integer> CANDIDATE_FIRST = List.of(3, 1, 0, 2);

  /** Ours of those of gated recurrent units. */
  private static final List<Integer> RESET_FIRST = List.of(1, 0, 2);

  /** oneDNN's place of the candidate among the latter. */
  private static final int CANDIDATE = 2;

  @Override
  public Value emit(Emitter emitter, List<Value> values) {
    Value x = values.get(0);
    Dims in = x.dims();
    List<Carried> carried = carried(emitter, in.n());
    Recurrence recurrence = new Recurrence(cell, in.n(), in.w(), inputs, units, !carried.isEmpty());
    Recurrence.Forward spec = new Recurrence.Forward(recurrence, emitter.isTraining());
    Kernel forward = emitter.require(spec);
    Buffer source = emitter.in(x, Layout.NHWC);
    Buffer layer = sorted(emitter, 0, (long) inputs * units);
    Buffer state = sorted(emitter, stateAt(), (long) units * units);
    Buffer bias = bias(emitter);
    boolean differentiable = trainable || x.isDifferentiable();
    Value y = emitter.value(new Dims(in.n(), units, 1, in.w()), Layout.NHWC, differentiable);
    Emitter.Call call =
        emitter
            .call(forward)
            .with(DNNL_ARG_SRC_LAYER, source)
            .with(
                DNNL_ARG_WEIGHTS_LAYER,
                into(emitter, recurrence, inputs, spec, DNNL_ARG_WEIGHTS_LAYER, layer))
            .with(
                DNNL_ARG_WEIGHTS_ITER,
                into(emitter, recurrence, units, spec, DNNL_ARG_WEIGHTS_ITER, state))
            .with(DNNL_ARG_BIAS, bias)
            .with(DNNL_ARG_DST_LAYER, y.buffer());
    for (Carried each : carried) {
      call.with(each.state.start(), each.start).with(each.state.end(), each.end);
      emitter.leave(in, each.start, each.end);
    }
    if (!emitter.isTraining()) {
      call.emit("forward");
      return y;
    }
    Buffer workspace = emitter.scratch(forward, DNNL_ARG_WORKSPACE);
    call.with(DNNL_ARG_WORKSPACE, workspace).emit("forward");
    emitter.differentiate(
        y,
        gradient -> {
          Recurrence.Backward backward = new Recurrence.Backward(recurrence);
          Kernel kernel = emitter.require(backward);
          Buffer dx = emitter.scratch(kernel, DNNL_ARG_DIFF_SRC_LAYER);
          Buffer dLayer = emitter.zeros(kernel.argument(DNNL_ARG_DIFF_WEIGHTS_LAYER).bytes());
          Buffer dState = emitter.zeros(kernel.argument(DNNL_ARG_DIFF_WEIGHTS_ITER).bytes());
          Buffer dBias = emitter.zeros(kernel.argument(DNNL_ARG_DIFF_BIAS).bytes());
          Emitter.Call back = emitter.call(kernel);
          for (Carried each : carried) {
            back.with(each.state.start(), each.start)
                .with(each.state.end(), each.end)
                .with(each.state.startGradient(), emitter.scratch(each.start.bytes()))
                .with(each.state.endGradient(), emitter.zeros(each.start.bytes()));
          }
          back.with(DNNL_ARG_SRC_LAYER, source)
              .with(
                  DNNL_ARG_WEIGHTS_LAYER,
                  into(emitter, recurrence, inputs, backward, DNNL_ARG_WEIGHTS_LAYER, layer))
              .with(
                  DNNL_ARG_WEIGHTS_ITER,
                  into(emitter, recurrence, units, backward, DNNL_ARG_WEIGHTS_ITER, state))
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
                from(emitter, recurrence, inputs, backward, DNNL_ARG_DIFF_WEIGHTS_LAYER, dLayer),
                0,
                (long) inputs * units);
            if (in.w() == 1 && carried.isEmpty()) {
              // A state of zeros gives none, but oneDNN finds some for a single row.
              emitter.clear(emitter.gradients(at + stateAt(), cell.gates() * (long) units * units));
            } else {
              unsort(
                  emitter,
                  from(emitter, recurrence, units, backward, DNNL_ARG_DIFF_WEIGHTS_ITER, dState),
                  stateAt(),
                  (long) units * units);
            }
            unsortBias(emitter, dBias);
          }
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  /** One of the states that it goes on from. */
  private record Carried(Recurrence.State state, Buffer start, Buffer end) {}

  /** All of them; none where series begin at zero. */
  private List<Carried> carried(Emitter emitter, int rows) {
    List<Carried> all = new ArrayList<>();
    for (Recurrence.State state : cell.states()) {
      emitter
          .state(key(state), rows, units)
          .ifPresent(start -> all.add(new Carried(state, start, emitter.scratch(start.bytes()))));
    }
    return all;
  }

  /** The layer's name of a state. */
  private String key(Recurrence.State state) {
    return switch (state) {
      case MEMORY -> "prevMem";
      case OUTPUT -> cell == Recurrence.Cell.GRU ? "state" : "prevAct";
    };
  }

  private long stateAt() {
    return (long) cell.gates() * inputs * units;
  }

  private long biasAt() {
    return stateAt() + (long) cell.gates() * units * units;
  }

  /** The layer's place of one of oneDNN's gates. */
  private int place(int gate) {
    return switch (cell) {
      case SIMPLE -> gate;
      case GRU -> RESET_FIRST.get(gate);
      case LSTM -> CANDIDATE_FIRST.get(gate);
    };
  }

  /** Weights with their gates in oneDNN's order; the part of each gate has this length. */
  private Buffer sorted(Emitter emitter, long offset, long part) {
    Buffer given = emitter.parameters(at + offset, cell.gates() * part);
    Buffer sorted = emitter.scratch(cell.gates() * part * Float.BYTES);
    gates(emitter, given, sorted, (from, to, gate) -> copy(from, place(gate), to, gate, part));
    return sorted;
  }

  /** Gradients back to the layer's order of the gates. */
  private void unsort(Emitter emitter, Buffer sorted, long offset, long part) {
    Buffer gradient = emitter.gradients(at + offset, cell.gates() * part);
    gates(emitter, sorted, gradient, (from, to, gate) -> copy(from, gate, to, place(gate), part));
  }

  private Buffer bias(Emitter emitter) {
    if (cell != Recurrence.Cell.GRU) {
      return sorted(emitter, biasAt(), units);
    }
    Buffer given = emitter.parameters(at + biasAt(), 2L * cell.gates() * units);
    Buffer sorted = emitter.scratch((long) cell.biases() * units * Float.BYTES);
    int state = cell.gates();
    OnBuffers work =
        new OnBuffers(
            given,
            sorted,
            (from, to) -> {
              for (int gate = 0; gate < cell.gates(); gate++) {
                copy(from, place(gate), to, gate, units);
              }
              copy(from, state + place(CANDIDATE), to, state, units);
              for (int i = 0; i < CANDIDATE * units; i++) {
                int other = (state + place(i / units)) * units + i % units;
                to.put(i, to.get(i) + from.get(other));
              }
            });
    emitter.host("biases", work, given, sorted);
    return sorted;
  }

  private void unsortBias(Emitter emitter, Buffer sorted) {
    if (cell != Recurrence.Cell.GRU) {
      unsort(emitter, sorted, biasAt(), units);
      return;
    }
    Buffer gradient = emitter.gradients(at + biasAt(), 2L * cell.gates() * units);
    int state = cell.gates();
    OnBuffers work =
        new OnBuffers(
            sorted,
            gradient,
            (from, to) -> {
              for (int gate = 0; gate < cell.gates(); gate++) {
                copy(from, gate, to, place(gate), units);
                copy(from, gate == CANDIDATE ? state : gate, to, state + place(gate), units);
              }
            });
    emitter.host("biases", work, sorted, gradient);
  }

  /** Copies the part of one gate. */
  private interface GateCopy {
    void copy(FloatBuffer from, FloatBuffer to, int gate);
  }

  private void gates(Emitter emitter, Buffer source, Buffer target, GateCopy copy) {
    OnBuffers all =
        new OnBuffers(
            source,
            target,
            (from, to) -> {
              for (int gate = 0; gate < cell.gates(); gate++) {
                copy.copy(from, to, gate);
              }
            });
    emitter.host("gates", all, source, target);
  }

  private static void copy(FloatBuffer from, int source, FloatBuffer to, int target, long part) {
    int length = Math.toIntExact(part);
    to.put(target * length, from, source * length, length);
  }

  private static Buffer into(
      Emitter emitter,
      Recurrence recurrence,
      int from,
      KernelSpec owner,
      int argument,
      Buffer weights) {
    return reorder(
        emitter, new Recurrence.Into(recurrence, from, owner, argument), weights, "weights");
  }

  private static Buffer from(
      Emitter emitter,
      Recurrence recurrence,
      int from,
      KernelSpec owner,
      int argument,
      Buffer gradients) {
    return reorder(
        emitter, new Recurrence.From(recurrence, from, owner, argument), gradients, "gradients");
  }

  private static Buffer reorder(Emitter emitter, KernelSpec spec, Buffer source, String what) {
    Buffer target = emitter.scratch(emitter.require(spec), DNNL_ARG_DST);
    emitter.copy(spec, source, target, "reorder " + what);
    return target;
  }
}
