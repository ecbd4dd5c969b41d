package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** Pooling of feature maps in one layout. The window is not dilated. */
public record Pooling(Dims in, Dims out, Window window, Kind kind, Layout layout) {
  /** What is made of a window's scalars. */
  public enum Kind {
    /** Greatest of those within the borders. */
    MAX(algorithm.pooling_max),
    /** Mean of those within the borders. */
    MEAN(algorithm.pooling_avg_exclude_padding),
    /** Their sum, divided by the window's size. */
    MEAN_WITH_PADDING(algorithm.pooling_avg_include_padding);

    private final algorithm code;

    Kind(algorithm code) {
      this.code = code;
    }
  }

  /** Output of it; for training with the positions of the maxima as workspace. */
  public record Forward(Pooling of, boolean training) implements KernelSpec {
    @Override
    public Kernel build() {
      var description = of.forward(training);
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC, of.input())
              .argument(DNNL_ARG_DST, of.output());
      if (training && of.kind == Kind.MAX) {
        kernel.argument(DNNL_ARG_WORKSPACE, description.workspace_desc());
      }
      return kernel.build(new pooling_forward(description));
    }
  }

  /** Gradient of its input. */
  public record Backward(Pooling of) implements KernelSpec {
    @Override
    public Kernel build() {
      Window window = of.window;
      var forward = of.forward(true);
      var description =
          new pooling_backward.primitive_desc(
              new pooling_backward.desc(
                  of.kind.code,
                  of.input(),
                  of.output(),
                  window.stride(),
                  window.kernel(),
                  window.before(),
                  window.after()),
              Library.attributes(),
              Library.engine(),
              forward);
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_DIFF_DST, of.output())
              .argument(DNNL_ARG_DIFF_SRC, of.input());
      if (of.kind == Kind.MAX) {
        kernel.argument(DNNL_ARG_WORKSPACE, forward.workspace_desc());
      }
      return kernel.build(new pooling_backward(description));
    }
  }

  private memory.desc input() {
    return layout.describe(in);
  }

  private memory.desc output() {
    return layout.describe(out);
  }

  private pooling_forward.primitive_desc forward(boolean training) {
    prop_kind purpose = training ? prop_kind.forward_training : prop_kind.forward_inference;
    return new pooling_forward.primitive_desc(
        new pooling_forward.desc(
            purpose,
            kind.code,
            input(),
            output(),
            window.stride(),
            window.kernel(),
            window.before(),
            window.after()),
        Library.attributes(),
        Library.engine());
  }
}
