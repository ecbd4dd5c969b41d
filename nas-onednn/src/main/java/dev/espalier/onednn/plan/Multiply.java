package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import dev.espalier.onednn.kernel.Pooling;
import dev.espalier.onednn.kernel.Window;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Product of maps. A map of one pixel scales all pixels of its channel, as squeeze-and-excitation
 * does (Hu et al. 2018); the first input that is larger, or the first, gives the size.
 */
public record Multiply() implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    int start = // by its place: a value may stand here twice
        IntStream.range(0, inputs.size())
            .filter(i -> !inputs.get(i).dims().isVector())
            .findFirst()
            .orElse(0);
    Value largest = inputs.get(start);
    Dims dims = largest.dims();
    Layout layout = layout(largest);
    Buffer product = emitter.in(largest, layout);
    boolean differentiable = false;
    for (int i = 0; i < inputs.size(); i++) {
      differentiable |= inputs.get(i).isDifferentiable();
      if (i != start) {
        product = times(emitter, dims, layout, product, inputs.get(i));
      }
    }
    Value y = emitter.value(dims, layout, product, differentiable);
    emitter.differentiate(
        y,
        gradient -> {
          for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).isDifferentiable()) {
              backward(emitter, inputs, i, y, gradient.buffer());
            }
          }
        });
    return y;
  }

  private static void backward(
      Emitter emitter, List<Value> inputs, int index, Value y, Buffer gradient) {
    Value x = inputs.get(index);
    Buffer product = gradient;
    for (int i = 0; i < inputs.size(); i++) {
      if (i != index) {
        product = times(emitter, y.dims(), y.layout(), product, inputs.get(i));
      }
    }
    Dims dims = y.dims();
    if (!x.dims().equals(dims)) {
      product = sumOfPixels(emitter, dims, y.layout(), product);
    }
    emitter.contribute(
        x,
        x.dims().equals(dims) ? y.layout() : Layout.NHWC,
        new Emitter.Gradient(product, product != gradient));
  }

  /** A layout in which one example's channels follow another's, so that both count as channels. */
  private static Layout layout(Value value) {
    return value.layout() == Layout.NHWC && !value.dims().isVector() ? Layout.NCHW : value.layout();
  }

  private static Buffer times(
      Emitter emitter, Dims dims, Layout layout, Buffer product, Value factor) {
    Maps.Binary spec;
    Buffer second;
    if (factor.dims().equals(dims)) {
      spec = new Maps.Binary(dims, dims, layout, Maps.Operation.MULTIPLY);
      second = emitter.in(factor, layout);
    } else {
      int channels = Math.multiplyExact(dims.n(), dims.c());
      spec =
          new Maps.Binary(
              new Dims(1, channels, dims.h(), dims.w()),
              new Dims(1, channels, 1, 1),
              layout,
              Maps.Operation.MULTIPLY);
      second = emitter.in(factor, Layout.NHWC);
    }
    Kernel kernel = emitter.require(spec);
    Buffer result = emitter.scratch(kernel, DNNL_ARG_DST);
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC_0, product)
        .with(DNNL_ARG_SRC_1, second)
        .with(DNNL_ARG_DST, result)
        .emit("product");
    return result;
  }

  private static Buffer sumOfPixels(Emitter emitter, Dims dims, Layout layout, Buffer maps) {
    Dims pixel = new Dims(dims.n(), dims.c(), 1, 1);
    Kernel kernel =
        emitter.require(
            new Pooling.Forward(
                new Pooling(dims, pixel, Window.whole(dims), Pooling.Kind.MEAN, layout), false));
    Buffer mean = emitter.scratch(kernel, DNNL_ARG_DST);
    emitter.call(kernel).with(DNNL_ARG_SRC, maps).with(DNNL_ARG_DST, mean).emit("mean of pixels");
    float pixels = (float) dims.h() * dims.w();
    return emitter.sum(pixel, Layout.NHWC, List.of(pixels), List.of(mean));
  }
}
