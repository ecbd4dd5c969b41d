package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;

/** Layer normalization of rows; scale and shift of each feature lie one after the other. */
public record LayerNorm(int rows, int features, float epsilon) {

  /** Output of it; for training with the rows' statistics. */
  public record Forward(LayerNorm of, boolean training) implements KernelSpec {
    @Override
    public Kernel build() {
      var description = of.forward(training);
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC, of.data())
              .argument(DNNL_ARG_SCALE_SHIFT, Desc.rows(2, of.features))
              .argument(DNNL_ARG_DST, of.data());
      return (training ? of.statistics(kernel) : kernel)
          .build(new layer_normalization_forward(description));
    }
  }

  /** Gradients of input, scale and shift; may work in place. */
  public record Backward(LayerNorm of) implements KernelSpec {
    @Override
    public Kernel build() {
      var description =
          new layer_normalization_backward.primitive_desc(
              new layer_normalization_backward.desc(
                  prop_kind.backward.value, of.data(), of.data(), of.epsilon, dnnl_use_scaleshift),
              Library.attributes(),
              Library.engine(),
              of.forward(true));
      return of.statistics(new Kernel.Builder(description))
          .argument(DNNL_ARG_SRC, of.data())
          .argument(DNNL_ARG_SCALE_SHIFT, Desc.rows(2, of.features))
          .argument(DNNL_ARG_DIFF_DST, of.data())
          .argument(DNNL_ARG_DIFF_SRC, of.data())
          .argument(DNNL_ARG_DIFF_SCALE_SHIFT, Desc.rows(2, of.features))
          .build(new layer_normalization_backward(description));
    }
  }

  private memory.desc data() {
    return Desc.rows(rows, features);
  }

  private Kernel.Builder statistics(Kernel.Builder kernel) {
    return kernel
        .argument(DNNL_ARG_MEAN, Desc.line(rows))
        .argument(DNNL_ARG_VARIANCE, Desc.line(rows));
  }

  private layer_normalization_forward.primitive_desc forward(boolean training) {
    prop_kind kind = training ? prop_kind.forward_training : prop_kind.forward_inference;
    return new layer_normalization_forward.primitive_desc(
        new layer_normalization_forward.desc(kind.value, data(), epsilon, dnnl_use_scaleshift),
        Library.attributes(),
        Library.engine());
  }
}
