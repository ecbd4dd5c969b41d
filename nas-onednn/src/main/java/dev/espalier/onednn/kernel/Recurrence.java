package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.rnn_direction;
import org.bytedeco.dnnl.lbr_gru_backward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.rnn_primitive_desc_base;
import org.bytedeco.dnnl.vanilla_rnn_backward;
import org.bytedeco.dnnl.vanilla_rnn_forward;

/**
 * A recurrent layer that reads forwards. Series lie as {@code [rows][steps][features]}, states as
 * {@code [rows][units]}, gates in oneDNN's order.
 *
 * @param carried whether it starts in a state that is given and puts out the one it ends in;
 *     otherwise it starts at zero
 */
public record Recurrence(Cell cell, int n, int steps, int inputs, int units, boolean carried) {
  private static final rnn_direction FORWARDS = rnn_direction.unidirectional_left2right;

  /** What a step computes. */
  public enum Cell {
    /** A hyperbolic tangent. */
    SIMPLE(1, 1),
    /**
     * Gated recurrent units whose reset gate acts after the product: update, reset, candidate, and
     * as a fourth bias that of the candidate's state.
     */
    GRU(3, 4),
    /** Long short-term memory without peepholes: input, forget, candidate, output. */
    LSTM(4, 4);

    private final int gates;
    private final int biases;

    Cell(int gates, int biases) {
      this.gates = gates;
      this.biases = biases;
    }

    /** Gates of a unit. */
    public int gates() {
      return gates;
    }

    /** Biases of a unit. */
    public int biases() {
      return biases;
    }

    /** What it goes on from at the next step. */
    public List<State> states() {
      return this == LSTM ? List.of(State.OUTPUT, State.MEMORY) : List.of(State.OUTPUT);
    }
  }

  /** One of the states, by the numbers of the arguments. */
  public enum State {
    /** What a step puts out. */
    OUTPUT(DNNL_ARG_SRC_ITER, DNNL_ARG_DST_ITER, DNNL_ARG_DIFF_SRC_ITER, DNNL_ARG_DIFF_DST_ITER),
    /** The memory of long short-term memory. */
    MEMORY(
        DNNL_ARG_SRC_ITER_C,
        DNNL_ARG_DST_ITER_C,
        DNNL_ARG_DIFF_SRC_ITER_C,
        DNNL_ARG_DIFF_DST_ITER_C);

    private final int start;
    private final int end;
    private final int startGradient;
    private final int endGradient;

    State(int start, int end, int startGradient, int endGradient) {
      this.start = start;
      this.end = end;
      this.startGradient = startGradient;
      this.endGradient = endGradient;
    }

    /** That it starts in. */
    public int start() {
      return start;
    }

    /** That it ends in. */
    public int end() {
      return end;
    }

    /** The gradient of the former. */
    public int startGradient() {
      return startGradient;
    }

    /** The gradient of the latter. */
    public int endGradient() {
      return endGradient;
    }
  }

  private List<State> states() {
    return carried ? cell.states() : List.of();
  }

  /** Output of it. Weights lie with the outputs innermost. */
  public record Forward(Recurrence of, boolean training) implements KernelSpec {
    @Override
    public Kernel build() {
      var description = of.forward(training);
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC_LAYER, of.series(of.inputs))
              .argument(DNNL_ARG_WEIGHTS_LAYER, description.weights_layer_desc())
              .argument(DNNL_ARG_WEIGHTS_ITER, description.weights_iter_desc())
              .argument(DNNL_ARG_BIAS, of.bias())
              .argument(DNNL_ARG_DST_LAYER, of.series(of.units));
      for (State state : of.states()) {
        kernel.argument(state.start, of.state()).argument(state.end, of.state());
      }
      if (training) {
        kernel.argument(DNNL_ARG_WORKSPACE, description.workspace_desc());
      }
      return kernel.build(primitive(description));
    }

    private static primitive primitive(rnn_primitive_desc_base description) {
      if (description instanceof lstm_forward.primitive_desc lstm) {
        return new lstm_forward(lstm);
      } else if (description instanceof lbr_gru_forward.primitive_desc gru) {
        return new lbr_gru_forward(gru);
      }
      return new vanilla_rnn_forward((vanilla_rnn_forward.primitive_desc) description);
    }
  }

  /**
   * All gradients. Weights lie with the inputs innermost; their gradients, which it adds to what is
   * there, in an order of its own.
   */
  public record Backward(Recurrence of) implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc x = of.series(of.inputs);
      memory.desc y = of.series(of.units);
      rnn_primitive_desc_base description = of.backward();
      Kernel.Builder kernel = new Kernel.Builder(description);
      for (State state : of.states()) {
        kernel
            .argument(state.start, of.state())
            .argument(state.end, of.state())
            .argument(state.startGradient, of.state())
            .argument(state.endGradient, of.state());
      }
      return kernel
          .argument(DNNL_ARG_SRC_LAYER, x)
          .argument(DNNL_ARG_WEIGHTS_LAYER, description.weights_layer_desc())
          .argument(DNNL_ARG_WEIGHTS_ITER, description.weights_iter_desc())
          .argument(DNNL_ARG_BIAS, of.bias())
          .argument(DNNL_ARG_DST_LAYER, y)
          .argument(DNNL_ARG_WORKSPACE, description.workspace_desc())
          .argument(DNNL_ARG_DIFF_DST_LAYER, y)
          .argument(DNNL_ARG_DIFF_SRC_LAYER, x)
          .argument(DNNL_ARG_DIFF_WEIGHTS_LAYER, description.diff_weights_layer_desc())
          .argument(DNNL_ARG_DIFF_WEIGHTS_ITER, description.diff_weights_iter_desc())
          .argument(DNNL_ARG_DIFF_BIAS, of.bias())
          .build(primitive(description));
    }

    private static primitive primitive(rnn_primitive_desc_base description) {
      if (description instanceof lstm_backward.primitive_desc lstm) {
        return new lstm_backward(lstm);
      } else if (description instanceof lbr_gru_backward.primitive_desc gru) {
        return new lbr_gru_backward(gru);
      }
      return new vanilla_rnn_backward((vanilla_rnn_backward.primitive_desc) description);
    }
  }

  /**
   * Weights {@code [gates][units][from]} to the order of an argument.
   *
   * @param from features that they are multiplied with
   */
  public record Into(Recurrence of, int from, KernelSpec owner, int argument)
      implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(
          of.weights(from, memory.format_tag.ldgoi), Weights.target(owner, argument));
    }
  }

  /** The order of an argument to weights {@code [gates][units][from]}. */
  public record From(Recurrence of, int from, KernelSpec owner, int argument)
      implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(
          Weights.target(owner, argument), of.weights(from, memory.format_tag.ldgoi));
    }
  }

  private rnn_primitive_desc_base forward(boolean training) {
    memory.desc h = carried ? state() : new memory.desc();
    memory.desc x = series(inputs);
    memory.desc y = series(units);
    memory.desc layer = weights(inputs, memory.format_tag.any);
    memory.desc state = weights(units, memory.format_tag.any);
    prop_kind kind = training ? prop_kind.forward_training : prop_kind.forward_inference;
    return switch (cell) {
      case SIMPLE ->
          new vanilla_rnn_forward.primitive_desc(
              new vanilla_rnn_forward.desc(
                  kind, algorithm.eltwise_tanh, FORWARDS, x, h, layer, state, bias(), y, h),
              Library.attributes(),
              Library.engine());
      case GRU ->
          new lbr_gru_forward.primitive_desc(
              new lbr_gru_forward.desc(kind, FORWARDS, x, h, layer, state, bias(), y, h),
              Library.attributes(),
              Library.engine());
      case LSTM ->
          new lstm_forward.primitive_desc(
              new lstm_forward.desc(kind, FORWARDS, x, h, h, layer, state, bias(), y, h, h),
              Library.attributes(),
              Library.engine());
    };
  }

  private rnn_primitive_desc_base backward() {
    memory.desc h = carried ? state() : new memory.desc();
    memory.desc x = series(inputs);
    memory.desc y = series(units);
    memory.desc layer = weights(inputs, memory.format_tag.any);
    memory.desc state = weights(units, memory.format_tag.any);
    prop_kind kind = prop_kind.backward;
    return switch (cell) {
      case SIMPLE ->
          new vanilla_rnn_backward.primitive_desc(
              new vanilla_rnn_backward.desc(
                  kind,
                  algorithm.eltwise_tanh,
                  FORWARDS,
                  x,
                  h,
                  layer,
                  state,
                  bias(),
                  y,
                  h,
                  x,
                  h,
                  layer,
                  state,
                  bias(),
                  y,
                  h),
              Library.attributes(),
              Library.engine(),
              (vanilla_rnn_forward.primitive_desc) forward(true));
      case GRU ->
          new lbr_gru_backward.primitive_desc(
              new lbr_gru_backward.desc(
                  kind, FORWARDS, x, h, layer, state, bias(), y, h, x, h, layer, state, bias(), y,
                  h),
              Library.attributes(),
              Library.engine(),
              (lbr_gru_forward.primitive_desc) forward(true));
      case LSTM ->
          new lstm_backward.primitive_desc(
              new lstm_backward.desc(
                  kind, FORWARDS, x, h, h, layer, state, bias(), y, h, h, x, h, h, layer, state,
                  bias(), y, h, h),
              Library.attributes(),
              Library.engine(),
              (lstm_forward.primitive_desc) forward(true));
    };
  }

  private memory.desc series(int features) {
    return new memory.desc(
        new long[] {steps, n, features},
        memory.data_type.f32,
        new long[] {features, (long) steps * features, 1});
  }

  private memory.desc state() {
    return new memory.desc(
        new long[] {1, 1, n, units}, memory.data_type.f32, memory.format_tag.ldnc);
  }

  private memory.desc weights(int from, memory.format_tag order) {
    return new memory.desc(new long[] {1, 1, from, cell.gates, units}, memory.data_type.f32, order);
  }

  private memory.desc bias() {
    return new memory.desc(
        new long[] {1, 1, cell.biases, units}, memory.data_type.f32, memory.format_tag.ldgo);
  }
}
