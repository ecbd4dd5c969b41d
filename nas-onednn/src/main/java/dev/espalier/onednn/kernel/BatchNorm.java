package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_fuse_norm_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/**
 * Batch normalization with scale and shift (Ioffe and Szegedy 2015) in one layout.
 *
 * @param epsilon added to the variance
 * @param relu whether a rectifier follows
 */
public record BatchNorm(Dims dims, Layout layout, float epsilon, boolean relu) {

  /** With the batch's own statistics, which it puts out. */
  public record Forward(BatchNorm of) implements KernelSpec {
    @Override
    public Kernel build() {
      var description = of.forward(prop_kind.forward_training, 0);
      Kernel.Builder kernel =
          of.statistics(new Kernel.Builder(description))
              .argument(DNNL_ARG_SRC, of.data())
              .argument(DNNL_ARG_DST, of.data());
      if (of.relu) {
        kernel.argument(DNNL_ARG_WORKSPACE, description.workspace_desc());
      }
      return kernel.build(new batch_normalization_forward(description));
    }
  }

  /** With statistics that are given. */
  public record Inference(BatchNorm of) implements KernelSpec {
    @Override
    public Kernel build() {
      var description = of.forward(prop_kind.forward_inference, dnnl_use_global_stats);
      return of.statistics(new Kernel.Builder(description))
          .argument(DNNL_ARG_SRC, of.data())
          .argument(DNNL_ARG_DST, of.data())
          .build(new batch_normalization_forward(description));
    }
  }

  /** Gradients of input, scale and shift under the batch's own statistics; may work in place. */
  public record Backward(BatchNorm of) implements KernelSpec {
    @Override
    public Kernel build() {
      var forward = of.forward(prop_kind.forward_training, 0);
      var description =
          new batch_normalization_backward.primitive_desc(
              new batch_normalization_backward.desc(
                  prop_kind.backward.value, of.data(), of.data(), of.epsilon, of.flags()),
              Library.attributes(),
              Library.engine(),
              forward);
      Kernel.Builder kernel =
          of.statistics(new Kernel.Builder(description))
              .argument(DNNL_ARG_SRC, of.data())
              .argument(DNNL_ARG_DIFF_DST, of.data())
              .argument(DNNL_ARG_DIFF_SRC, of.data())
              .argument(DNNL_ARG_DIFF_SCALE_SHIFT, Desc.rows(2, of.dims.c()));
      if (of.relu) {
        kernel.argument(DNNL_ARG_WORKSPACE, forward.workspace_desc());
      }
      return kernel.build(new batch_normalization_backward(description));
    }
  }

  private memory.desc data() {
    return layout.describe(dims);
  }

  private int flags() {
    return dnnl_use_scaleshift | (relu ? dnnl_fuse_norm_relu : 0);
  }

  private batch_normalization_forward.primitive_desc forward(prop_kind kind, int more) {
    return new batch_normalization_forward.primitive_desc(
        new batch_normalization_forward.desc(kind.value, data(), epsilon, flags() | more),
        Library.attributes(),
        Library.engine());
  }

  private Kernel.Builder statistics(Kernel.Builder kernel) {
    return kernel
        .argument(DNNL_ARG_SCALE_SHIFT, Desc.rows(2, dims.c()))
        .argument(DNNL_ARG_MEAN, Desc.line(dims.c()))
        .argument(DNNL_ARG_VARIANCE, Desc.line(dims.c()));
  }
}
