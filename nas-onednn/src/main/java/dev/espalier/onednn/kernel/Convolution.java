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
import java.util.Optional;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A 2-D convolution in one choice of layouts. Its kernels choose the order of their weights
 * themselves.
 *
 * @param groups divides the channels of input and output
 */
public record Convolution(
    Dims in,
    Dims out,
    Window window,
    int groups,
    boolean bias,
    Layout inLayout,
    Layout outLayout,
    Method method) {
  private static final int TILE = 4;

  /** Multiply-accumulates below which Winograd's transforms cost more than they save. */
  private static final long FEWEST_MACS = 10_000_000;

  /** How it is computed. */
  public enum Method {
    /** Multiplies each input by each weight that it meets. */
    DIRECT(algorithm.convolution_direct),
    /**
     * Multiplies in the transformed space of Lavin and Gray, "Fast Algorithms for Convolutional
     * Neural Networks" (CVPR 2016), F(4x4, 3x3): a quarter of the multiplications. With AVX-512
     * only.
     */
    WINOGRAD(algorithm.convolution_winograd);

    private final algorithm code;

    Method(algorithm code) {
      this.code = code;
    }
  }

  /** Computed directly. */
  public Convolution(
      Dims in,
      Dims out,
      Window window,
      int groups,
      boolean bias,
      Layout inLayout,
      Layout outLayout) {
    this(in, out, window, groups, bias, inLayout, outLayout, Method.DIRECT);
  }

  /** The same by Winograd's method; empty where that is not faster, as measured on AVX-512. */
  public Optional<Convolution> winograd() {
    boolean possible =
        groups == 1
            && window.isDense(3)
            && inLayout == Layout.BLOCKED_16
            && outLayout == Layout.BLOCKED_16
            && out.length() * in.c() * 9 >= FEWEST_MACS;
    long tilesOfMap = (long) tiles(out.h()) * tiles(out.w());
    boolean wholeTiles = tilesOfMap * TILE * TILE == (long) out.h() * out.w();
    boolean transformsPay =
        tilesOfMap * out.n() * 8 >= Math.max(in.c(), out.c())
            && (wholeTiles || Math.min(in.c(), out.c()) >= 32);
    return possible && transformsPay
        ? Optional.of(
            new Convolution(in, out, window, groups, bias, inLayout, outLayout, Method.WINOGRAD))
        : Optional.empty();
  }

  private static int tiles(int size) {
    return (size + TILE - 1) / TILE;
  }

  /** Output of it. */
  public record Forward(Convolution of, boolean training, List<PostOp> postOps)
      implements KernelSpec {
    @Override
    public Kernel build() {
      primitive_attr attributes = PostOp.attributes(postOps);
      var description = of.forward(training, attributes);
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC, description.src_desc())
              .argument(DNNL_ARG_WEIGHTS, description.weights_desc())
              .argument(DNNL_ARG_DST, description.dst_desc());
      if (of.bias) {
        kernel.argument(DNNL_ARG_BIAS, Desc.line(of.out.c()));
      }
      return kernel.build(new convolution_forward(description));
    }
  }

  /** Gradient of its input. */
  public record BackwardData(Convolution of) implements KernelSpec {
    @Override
    public Kernel build() {
      Window window = of.window;
      var description =
          new convolution_backward_data.primitive_desc(
              new convolution_backward_data.desc(
                  of.method.code,
                  of.input(),
                  of.weights(),
                  of.output(),
                  window.stride(),
                  window.dilation(),
                  window.before(),
                  window.after()),
              Library.attributes(),
              Library.engine(),
              of.forward(true, Library.attributes()));
      return new Kernel.Builder(description)
          .argument(DNNL_ARG_DIFF_DST, description.diff_dst_desc())
          .argument(DNNL_ARG_WEIGHTS, description.weights_desc())
          .argument(DNNL_ARG_DIFF_SRC, description.diff_src_desc())
          .build(new convolution_backward_data(description));
    }
  }

  /** Gradient of its weights and bias. */
  public record BackwardWeights(Convolution of) implements KernelSpec {
    @Override
    public Kernel build() {
      Window window = of.window;
      var gradient =
          of.bias
              ? new convolution_backward_weights.desc(
                  of.method.code,
                  of.input(),
                  of.weights(),
                  Desc.line(of.out.c()),
                  of.output(),
                  window.stride(),
                  window.dilation(),
                  window.before(),
                  window.after())
              : new convolution_backward_weights.desc(
                  of.method.code,
                  of.input(),
                  of.weights(),
                  of.output(),
                  window.stride(),
                  window.dilation(),
                  window.before(),
                  window.after());
      var description =
          new convolution_backward_weights.primitive_desc(
              gradient,
              Library.attributes(),
              Library.engine(),
              of.forward(true, Library.attributes()));
      Kernel.Builder kernel =
          new Kernel.Builder(description)
              .argument(DNNL_ARG_SRC, description.src_desc())
              .argument(DNNL_ARG_DIFF_DST, description.diff_dst_desc())
              .argument(DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc());
      if (of.bias) {
        kernel.argument(DNNL_ARG_DIFF_BIAS, Desc.line(of.out.c()));
      }
      return kernel.build(new convolution_backward_weights(description));
    }
  }

  /** Whether a kernel of this reads weights of one scalar a tap as they lie in blocked maps. */
  public boolean readsBlockedWeights(Kernel kernel) {
    memory.format_tag tag =
        switch (outLayout) {
          case BLOCKED_8 -> memory.format_tag.Goihw8g;
          case BLOCKED_16 -> memory.format_tag.Goihw16g;
          default -> null;
        };
    if (tag == null || groups != in.c() || groups != out.c()) {
      return false;
    }
    long[] size = {groups, 1, 1, window.kernelH(), window.kernelW()};
    return kernel.argument(DNNL_ARG_WEIGHTS).same(new memory.desc(size, memory.data_type.f32, tag));
  }

  private memory.desc input() {
    return inLayout.describe(in);
  }

  private memory.desc output() {
    return outLayout.describe(out);
  }

  private memory.desc weights() {
    long outer = out.c() / groups;
    long inner = in.c() / groups;
    long[] size =
        groups == 1
            ? new long[] {outer, inner, window.kernelH(), window.kernelW()}
            : new long[] {groups, outer, inner, window.kernelH(), window.kernelW()};
    return new memory.desc(size, memory.data_type.f32, memory.format_tag.any);
  }

  private convolution_forward.primitive_desc forward(boolean training, primitive_attr attributes) {
    // For inference Winograd wants its weights transformed by a copy, which takes longer than it
    // does.
    prop_kind kind =
        training || method == Method.WINOGRAD
            ? prop_kind.forward_training
            : prop_kind.forward_inference;
    var operation =
        bias
            ? new convolution_forward.desc(
                kind,
                method.code,
                input(),
                weights(),
                Desc.line(out.c()),
                output(),
                window.stride(),
                window.dilation(),
                window.before(),
                window.after())
            : new convolution_forward.desc(
                kind,
                method.code,
                input(),
                weights(),
                output(),
                window.stride(),
                window.dilation(),
                window.before(),
                window.after());
    return new convolution_forward.primitive_desc(operation, attributes, Library.engine());
  }
}
