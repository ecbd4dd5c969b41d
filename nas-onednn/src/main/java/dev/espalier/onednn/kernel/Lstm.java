package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.rnn_direction;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;

/**
 * A layer of long short-term memory without peepholes that reads forwards and starts at zero.
 * Series lie as {@code [rows][steps][features]}, gates in oneDNN's order: input, forget, candidate,
 * output.
 */
public record Lstm(int n, int steps, int inputs, int units) {
  /** Gates of a unit. */
  public static final int GATES = 4;

  /** Output of it. Weights lie with the outputs innermost. */
  public record Forward(Lstm of, boolean training) implements KernelSpec {
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
      if (training) {
        kernel.argument(DNNL_ARG_WORKSPACE, description.workspace_desc());
      }
      return kernel.build(new lstm_forward(description));
    }
  }

  /**
   * All gradients. Weights lie with the inputs innermost; their gradients, which it adds to what is
   * there, in an order of its own.
   */
  public record Backward(Lstm of) implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc none = new memory.desc();
      memory.desc x = of.series(of.inputs);
      memory.desc y = of.series(of.units);
      memory.desc anyInput = of.weights(of.inputs, memory.format_tag.any);
      memory.desc anyState = of.weights(of.units, memory.format_tag.any);
      var description =
          new lstm_backward.primitive_desc(
              new lstm_backward.desc(
                  prop_kind.backward,
                  rnn_direction.unidirectional_left2right,
                  x,
                  none,
                  none,
                  anyInput,
                  anyState,
                  of.bias(),
                  y,
                  none,
                  none,
                  x,
                  none,
                  none,
                  anyInput,
                  anyState,
                  of.bias(),
                  y,
                  none,
                  none),
              Library.attributes(),
              Library.engine(),
              of.forward(true));
      return new Kernel.Builder(description)
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
          .build(new lstm_backward(description));
    }
  }

  /**
   * Weights {@code [gates][units][from]} to the order of an argument.
   *
   * @param from features that they are multiplied with
   */
  public record Into(Lstm of, int from, KernelSpec owner, int argument) implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(
          of.weights(from, memory.format_tag.ldgoi), Weights.target(owner, argument));
    }
  }

  /** The order of an argument to weights {@code [gates][units][from]}. */
  public record From(Lstm of, int from, KernelSpec owner, int argument) implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(
          Weights.target(owner, argument), of.weights(from, memory.format_tag.ldgoi));
    }
  }

  private lstm_forward.primitive_desc forward(boolean training) {
    memory.desc none = new memory.desc();
    return new lstm_forward.primitive_desc(
        new lstm_forward.desc(
            training ? prop_kind.forward_training : prop_kind.forward_inference,
            rnn_direction.unidirectional_left2right,
            series(inputs),
            none,
            none,
            weights(inputs, memory.format_tag.any),
            weights(units, memory.format_tag.any),
            bias(),
            series(units),
            none,
            none),
        Library.attributes(),
        Library.engine());
  }

  private memory.desc series(int features) {
    return new memory.desc(
        new long[] {steps, n, features},
        memory.data_type.f32,
        new long[] {features, (long) steps * features, 1});
  }

  private memory.desc weights(int from, memory.format_tag order) {
    return new memory.desc(new long[] {1, 1, from, GATES, units}, memory.data_type.f32, order);
  }

  private memory.desc bias() {
    return new memory.desc(
        new long[] {1, 1, GATES, units}, memory.data_type.f32, memory.format_tag.ldgo);
  }
}
