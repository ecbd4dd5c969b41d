package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.espalier.onednn.kernel.Convolution;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Library;
import dev.espalier.onednn.kernel.Weights;
import dev.espalier.onednn.kernel.Window;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Gradients of a depthwise convolution by forward depthwise convolutions, which oneDNN has fast for
 * every window; its backward ones are fast for small windows without dilation only.
 *
 * <p>The weights' gradient of one channel of one example is the correlation of its input with its
 * output's gradient: a convolution of the input by the gradient as filter, in which stride and
 * dilation change places. In blocked layouts the gradient lies in memory as the filters of that
 * convolution do, so that nothing is copied. The input's gradient is the convolution of the
 * output's gradient by the mirrored filter, where the stride is 1.
 */
final class DepthwiseGradient {
  private final Convolve convolution;
  private final Value x;
  private final Value dy;
  private final Emitter emitter;
  private final Layout layout = Library.blocked();

  DepthwiseGradient(Convolve convolution, Value x, Value dy, Emitter emitter) {
    this.convolution = convolution;
    this.x = x;
    this.dy = dy;
    this.emitter = emitter;
  }

  /** Whether a kernel is oneDNN's own for depthwise convolutions. */
  static boolean isSpecial(Kernel kernel) {
    return kernel.implementation().startsWith("jit_dw");
  }

  private boolean suits() {
    return convolution.groups() > 1
        && convolution.groups() == x.dims().c()
        && convolution.groups() == convolution.out().c()
        && convolution.bias().isEmpty()
        && layout.fits(x.dims());
  }

  /** Writes the weights' gradient; false if there is no fast way here. */
  boolean weights(Buffer target) {
    if (!suits()) {
      return false;
    }
    Window window = convolution.window();
    Dims in = x.dims();
    Dims out = convolution.out();
    int maps = Math.multiplyExact(in.n(), in.c());
    Window swapped =
        new Window(
            out.h(),
            out.w(),
            window.dilationH(),
            window.dilationW(),
            window.strideH(),
            window.strideW(),
            window.top(),
            window.left(),
            after(
                in.h(),
                window.top(),
                out.h(),
                window.strideH(),
                window.kernelH(),
                window.dilationH()),
            after(
                in.w(),
                window.left(),
                out.w(),
                window.strideW(),
                window.kernelW(),
                window.dilationW()));
    Convolution correlation =
        new Convolution(
            new Dims(1, maps, in.h(), in.w()),
            new Dims(1, maps, window.kernelH(), window.kernelW()),
            swapped,
            maps,
            false,
            layout,
            layout);
    Optional<Kernel> kernel = Kernels.get(new Convolution.Forward(correlation, true, List.of()));
    if (kernel.isEmpty()
        || !isSpecial(kernel.get())
        || !correlation.readsBlockedWeights(kernel.get())) {
      return false;
    }
    Buffer each = emitter.scratch(kernel.get(), DNNL_ARG_DST);
    emitter
        .call(kernel.get())
        .with(DNNL_ARG_SRC, emitter.in(x, layout))
        .with(DNNL_ARG_WEIGHTS, emitter.in(dy, layout))
        .with(DNNL_ARG_DST, each)
        .emit("backward weights, by example", layout);
    emitter.host(
        "sum over examples", new OnBuffers(each, target, this::sumOverExamples), each, target);
    return true;
  }

  /**
   * Padding after, so that a filter of the output's size is at as many places as the window has.
   */
  private static int after(int size, int before, int out, int stride, int kernel, int dilation) {
    return (kernel - 1) * dilation + (out - 1) * stride + 1 - size - before;
  }

  /** From {@code [example][block][tap][channel of the block]} to the weights' own order. */
  private void sumOverExamples(FloatBuffer each, FloatBuffer target) {
    int length = each.capacity() / x.dims().n();
    float[] sum = new float[length];
    float[] one = new float[length];
    for (int example = 0; example < x.dims().n(); example++) {
      each.get(example * length, one);
      for (int i = 0; i < length; i++) {
        sum[i] += one[i];
      }
    }
    int block = layout.block();
    forEachTap(
        (channel, tap, at) ->
            target.put(at, sum[(channel / block * taps() + tap) * block + channel % block]));
  }

  private int taps() {
    return convolution.window().kernelH() * convolution.window().kernelW();
  }

  private interface Tap {
    void visit(int channel, int tap, int at);
  }

  /** Where each weight lies among the parameters. */
  private void forEachTap(Tap visitor) {
    List<Long> strides = convolution.order().strides();
    int width = convolution.window().kernelW();
    for (int channel = 0; channel < x.dims().c(); channel++) {
      for (int tap = 0; tap < taps(); tap++) {
        long at =
            channel * strides.get(0)
                + (tap / width) * strides.get(3)
                + (tap % width) * strides.get(4);
        visitor.visit(channel, tap, (int) at);
      }
    }
  }

  /** Writes the input's gradient; false if there is no fast way here. */
  boolean data(Buffer parameters) {
    Window window = convolution.window();
    int top = (window.kernelH() - 1) * window.dilationH() - window.top();
    int left = (window.kernelW() - 1) * window.dilationW() - window.left();
    if (!suits() || window.strideH() != 1 || window.strideW() != 1 || top < 0 || left < 0) {
      return false;
    }
    Dims in = x.dims();
    Dims out = convolution.out();
    Window mirrored =
        new Window(
            window.kernelH(),
            window.kernelW(),
            1,
            1,
            window.dilationH(),
            window.dilationW(),
            top,
            left,
            after(out.h(), top, in.h(), 1, window.kernelH(), window.dilationH()),
            after(out.w(), left, in.w(), 1, window.kernelW(), window.dilationW()));
    Convolution back =
        new Convolution(out, in, mirrored, convolution.groups(), false, layout, layout);
    Convolution.Forward spec = new Convolution.Forward(back, true, List.of());
    Optional<Kernel> kernel = Kernels.get(spec);
    if (kernel.isEmpty() || !isSpecial(kernel.get())) {
      return false;
    }
    Buffer flipped = emitter.scratch(parameters.bytes);
    emitter.host(
        "mirror weights", new OnBuffers(parameters, flipped, this::mirror), parameters, flipped);
    Kernel reorder = emitter.require(new Weights.Into(convolution.order(), spec, DNNL_ARG_WEIGHTS));
    Buffer filters = emitter.scratch(kernel.get(), DNNL_ARG_WEIGHTS);
    emitter.call(reorder).with(DNNL_ARG_SRC, flipped).with(DNNL_ARG_DST, filters).emit("weights");
    Buffer dx = emitter.scratch(kernel.get(), DNNL_ARG_DST);
    emitter
        .call(kernel.get())
        .with(DNNL_ARG_SRC, emitter.in(dy, layout))
        .with(DNNL_ARG_WEIGHTS, filters)
        .with(DNNL_ARG_DST, dx)
        .emit("backward data, by mirrored weights", layout);
    emitter.contribute(x, layout, new Emitter.Gradient(dx, true));
    return true;
  }

  private void mirror(FloatBuffer from, FloatBuffer to) {
    List<Long> strides = convolution.order().strides();
    int width = convolution.window().kernelW();
    forEachTap(
        (channel, tap, at) -> {
          int other = taps() - 1 - tap;
          long mirrored =
              channel * strides.get(0)
                  + (other / width) * strides.get(3)
                  + (other % width) * strides.get(4);
          to.put((int) mirrored, from.get(at));
        });
  }
}
