package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A dense layer.
 *
 * @param order how its weights lie
 */
public record Dense(int n, int inputs, int outputs, boolean bias, Order order) {
  /** How weights lie. */
  public enum Order {
    /** {@code [outputs][inputs]}: what ND4J calls an 'f' matrix of {@code [inputs, outputs]}. */
    OUTPUTS_FIRST(memory.format_tag.ab),
    /** {@code [inputs][outputs]}. */
    INPUTS_FIRST(memory.format_tag.ba);

    private final memory.format_tag tag;

    Order(memory.format_tag tag) {
      this.tag = tag;
    }
  }

  /** Output of it. */
  public record Forward(Dense of, List<PostOp> postOps) implements KernelSpec {
    /** Copies. */
    public Forward {
      postOps = List.copyOf(postOps);
    }

    @Override
    public Kernel build() {
      var description = of.forward(PostOp.attributes(postOps));
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC, of.source())
              .argument(DNNL_ARG_WEIGHTS, of.weights())
              .argument(DNNL_ARG_DST, of.result());
      if (of.bias) {
        kernel.argument(DNNL_ARG_BIAS, Desc.line(of.outputs));
      }
      for (int i = 0; i < postOps.size(); i++) {
        if (postOps.get(i) instanceof PostOp.Add) {
          kernel.argument(PostOp.argument(i), of.result());
        }
      }
      return kernel.build(new inner_product_forward(description));
    }
  }

  /** Gradient of its input. */
  public record BackwardData(Dense of) implements KernelSpec {
    @Override
    public Kernel build() {
      var description =
          new inner_product_backward_data.primitive_desc(
              new inner_product_backward_data.desc(of.source(), of.weights(), of.result()),
              Library.attributes(),
              Library.engine(),
              of.forward(Library.attributes()));
      return new Kernel.Builder(description)
          .argument(DNNL_ARG_DIFF_DST, of.result())
          .argument(DNNL_ARG_WEIGHTS, of.weights())
          .argument(DNNL_ARG_DIFF_SRC, of.source())
          .build(new inner_product_backward_data(description));
    }
  }

  /** Gradient of its weights and bias. */
  public record BackwardWeights(Dense of) implements KernelSpec {
    @Override
    public Kernel build() {
      var gradient =
          of.bias
              ? new inner_product_backward_weights.desc(
                  of.source(), of.weights(), Desc.line(of.outputs), of.result())
              : new inner_product_backward_weights.desc(of.source(), of.weights(), of.result());
      var description =
          new inner_product_backward_weights.primitive_desc(
              gradient, Library.attributes(), Library.engine(), of.forward(Library.attributes()));
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC, of.source())
              .argument(DNNL_ARG_DIFF_DST, of.result())
              .argument(DNNL_ARG_DIFF_WEIGHTS, of.weights());
      if (of.bias) {
        kernel.argument(DNNL_ARG_DIFF_BIAS, Desc.line(of.outputs));
      }
      return kernel.build(new inner_product_backward_weights(description));
    }
  }

  private memory.desc source() {
    return Desc.rows(n, inputs);
  }

  private memory.desc weights() {
    return new memory.desc(new long[] {outputs, inputs}, memory.data_type.f32, order.tag);
  }

  private memory.desc result() {
    return Desc.rows(n, outputs);
  }

  private inner_product_forward.primitive_desc forward(primitive_attr attributes) {
    var operation =
        bias
            ? new inner_product_forward.desc(
                prop_kind.forward_training, source(), weights(), Desc.line(outputs), result())
            : new inner_product_forward.desc(
                prop_kind.forward_training, source(), weights(), result());
    return new inner_product_forward.primitive_desc(operation, attributes, Library.engine());
  }
}
