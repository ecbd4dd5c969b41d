package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** Kernels that apply a function to each scalar. */
public final class Elementwise {
  private Elementwise() {}

  /** {@code dst = function(src)}; may work in place. */
  public record Forward(Dims dims, Layout layout, Function function) implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc data = layout.describe(dims);
      var description = description(data, function.forward(), function);
      return new Kernel.Builder(description)
          .argument(DNNL_ARG_SRC, data)
          .argument(DNNL_ARG_DST, data)
          .build(new eltwise_forward(description));
    }
  }

  /** {@code diff_src = diff_dst * function'}; may work in place. */
  public record Backward(Dims dims, Layout layout, Function function) implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc data = layout.describe(dims);
      var description =
          new eltwise_backward.primitive_desc(
              new eltwise_backward.desc(
                  function.backward(), data, data, function.alpha(), function.beta()),
              Library.attributes(),
              Library.engine(),
              description(data, function.backward(), function));
      return new Kernel.Builder(description)
          .argument(function.fromValue() ? DNNL_ARG_DST : DNNL_ARG_SRC, data)
          .argument(DNNL_ARG_DIFF_DST, data)
          .argument(DNNL_ARG_DIFF_SRC, data)
          .build(new eltwise_backward(description));
    }
  }

  private static eltwise_forward.primitive_desc description(
      memory.desc data, algorithm code, Function function) {
    return new eltwise_forward.primitive_desc(
        new eltwise_forward.desc(
            prop_kind.forward_training, code, data, function.alpha(), function.beta()),
        Library.attributes(),
        Library.engine());
  }
}
