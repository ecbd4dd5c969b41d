package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dense;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Pooling;
import dev.espalier.onednn.kernel.Weights;
import dev.espalier.onednn.kernel.Window;
import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import dev.espalier.onednn.layer.StepPooling;
import dev.espalier.onednn.plan.Convolve;
import dev.espalier.onednn.plan.LowerSteps;
import dev.espalier.onednn.plan.Pool;
import dev.espalier.onednn.plan.Project;
import dev.espalier.onednn.plan.ScaleSteps;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import dev.espalier.onednn.plan.WindowShares;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Layers that slide a window over maps or series. */
final class WindowedLayers {
  private static final Window PIXEL = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);

  private WindowedLayers() {}

  static int convolution(Place place, ConvolutionLayer layer, int input) {
    Dims in = place.maps(input, layer.getCnn2dDataFormat());
    int[] kernel = layer.getKernelSize();
    Weights order = Weights.plain(1, (int) layer.getNOut(), in.c(), kernel[0], kernel[1]);
    return convolve(place, layer, window(layer, in), input, order, 1, (int) layer.getNOut());
  }

  static int depthwise(Place place, DepthwiseConvolution2D layer, int input) {
    Dims in = place.maps(input, layer.getCnn2dDataFormat());
    int[] kernel = layer.getKernelSize();
    int multiplier = layer.getDepthMultiplier();
    Weights order = Weights.depthwise(in.c(), multiplier, kernel[0], kernel[1]);
    return convolve(place, layer, window(layer, in), input, order, in.c(), in.c() * multiplier);
  }

  static int grouped(Place place, GroupedConvolution2D layer, int input) {
    Dims in = place.maps(input, layer.getCnn2dDataFormat());
    int[] kernel = layer.getKernelSize();
    int groups = layer.getGroups();
    int outputs = (int) layer.getNOut();
    Weights order = Weights.plain(groups, outputs / groups, in.c() / groups, kernel[0], kernel[1]);
    return convolve(place, layer, window(layer, in), input, order, groups, outputs);
  }

  /** As stock, which reads what lies in steps that do not count, and fills them. */
  static int series(Place place, Convolution1DLayer layer, int input) {
    Place.requireStepsLast(layer.getRnnDataFormat());
    Dims in = place.dims(input, Form.SERIES);
    int outputs = (int) layer.getNOut();
    Window window =
        Windows.along(
            in,
            layer.getKernelSize()[0],
            layer.getStride()[0],
            layer.getPadding()[0],
            layer.getDilation()[0],
            layer.getConvolutionMode());
    if (window.equals(PIXEL)) {
      return perStep(place, layer, input);
    }
    if (place.mask(input).isPresent() && Windows.output(in, outputs, window).w() != in.w()) {
      throw new UnsupportedGraphException("masks in a convolution that changes the steps");
    }
    Weights order = Weights.series(outputs, in.c(), layer.getKernelSize()[0]);
    return convolve(place, layer, window, input, order, 1, outputs);
  }

  /** A convolution of one step is a dense layer on each. */
  private static int perStep(Place place, Convolution1DLayer layer, int input) {
    Dims in = place.dims(input);
    Place.requireInput(layer, in);
    int outputs = (int) layer.getNOut();
    int dropped = place.dropout(layer, input);
    long start = layer.hasBias() ? place.at() + outputs : place.at();
    Project operation =
        new Project(
            in.c(),
            outputs,
            start,
            Dense.Order.INPUTS_FIRST,
            bias(place, layer),
            place.trainable());
    return place.activate(
        layer.getActivationFn(), place.add(operation, in.withChannels(outputs), dropped));
  }

  /** The steps that a mask leaves out count as zeros. */
  static int depthwiseSeries(Place place, DepthwiseConvolution1D layer, int input) {
    Dims in = place.dims(input, Form.SERIES);
    Place.requireInput(layer, in);
    int kernel = layer.getKernel();
    int reach = (kernel - 1) * layer.getDilation();
    Window window =
        Windows.aroundSteps(kernel, layer.getDilation(), layer.isCausal() ? reach : reach / 2);
    Weights order = Weights.depthwise(in.c(), 1, 1, kernel);
    Optional<Long> bias =
        layer.isBias() ? Optional.of(place.at() + order.length()) : Optional.empty();
    int counted = place.hide(place.dropout(layer, input));
    return convolve(place, counted, window, in.c(), in.c(), order, place.at(), bias);
  }

  static int stepPooling(Place place, StepPooling layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.dims(input, Form.SERIES);
    Window window = Windows.aroundSteps(layer.getKernel(), 1, (layer.getKernel() - 1) / 2);
    OptionalInt mask = place.mask(input);
    if (mask.isEmpty()) {
      return pool(place, window, layer.isMaximum() ? Pooling.Kind.MAX : Pooling.Kind.MEAN, input);
    }
    if (layer.isMaximum()) {
      int lowered = place.add(new LowerSteps(), in, input, mask.getAsInt());
      return place.hide(pool(place, window, Pooling.Kind.MAX, lowered));
    }
    int sums = pool(place, window, Pooling.Kind.MEAN_WITH_PADDING, place.hide(input));
    Dims steps = in.withChannels(1);
    int shares = place.add(new WindowShares(window), steps, mask.getAsInt());
    return place.add(new ScaleSteps(), in, sums, shares);
  }

  private static int convolve(
      Place place,
      ConvolutionLayer layer,
      Window window,
      int input,
      Weights order,
      int groups,
      int outputs) {
    Place.requireInput(layer, place.dims(input));
    int dropped = place.dropout(layer, input);
    long start = layer.hasBias() ? place.at() + outputs : place.at();
    int y = convolve(place, dropped, window, outputs, groups, order, start, bias(place, layer));
    return place.activate(layer.getActivationFn(), y);
  }

  static int separable(Place place, SeparableConvolution2D layer, int input) {
    Dims in = place.maps(input, layer.getCnn2dDataFormat());
    Place.requireInput(layer, in);
    int[] kernel = layer.getKernelSize();
    int outputs = (int) layer.getNOut();
    int middle = in.c() * layer.getDepthMultiplier();
    Weights depth = Weights.separable(in.c(), layer.getDepthMultiplier(), kernel[0], kernel[1]);
    Weights point = Weights.plain(1, outputs, middle, 1, 1);
    int dropped = place.dropout(layer, input);
    long start = layer.hasBias() ? place.at() + outputs : place.at();
    int hidden =
        convolve(place, dropped, window(layer, in), middle, in.c(), depth, start, Optional.empty());
    long second = start + depth.length();
    int y = convolve(place, hidden, PIXEL, outputs, 1, point, second, bias(place, layer));
    return place.activate(layer.getActivationFn(), y);
  }

  private static int convolve(
      Place place,
      int input,
      Window window,
      int outputs,
      int groups,
      Weights order,
      long weights,
      Optional<Long> bias) {
    Dims out = Windows.output(place.dims(input), outputs, window);
    return place.add(
        new Convolve(window, out, groups, order, weights, bias, place.trainable()), out, input);
  }

  private static Optional<Long> bias(Place place, ConvolutionLayer layer) {
    return layer.hasBias() ? Optional.of(place.at()) : Optional.empty();
  }

  private static Window window(ConvolutionLayer layer, Dims in) {
    return Windows.of(
        in,
        layer.getKernelSize(),
        layer.getStride(),
        layer.getPadding(),
        layer.getDilation(),
        layer.getConvolutionMode());
  }

  static int pooling(Place place, SubsamplingLayer layer, int input) {
    Dims in = place.maps(input, layer.getCnn2dDataFormat());
    Window window =
        Windows.of(
            in,
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode());
    return pool(place, layer, window, input);
  }

  static int seriesPooling(Place place, Subsampling1DLayer layer, int input) {
    Place.requireChannelsFirst(layer.getCnn2dDataFormat());
    Dims in = place.dims(input, Form.SERIES);
    if (layer.getPadding()[0] != 0) {
      throw new UnsupportedGraphException("padding in a pooling of series"); // stock throws
    }
    Window window =
        Windows.along(
            in,
            layer.getKernelSize()[0],
            layer.getStride()[0],
            0,
            layer.getDilation()[0],
            layer.getConvolutionMode());
    return pool(place, layer, window, input);
  }

  private static int pool(Place place, SubsamplingLayer layer, Window window, int input) {
    if (window.dilationH() != 1 || window.dilationW() != 1) {
      throw new UnsupportedGraphException(
          "pooling of dilation " + Arrays.toString(layer.getDilation()));
    }
    Pooling.Kind kind =
        switch (layer.getPoolingType()) {
          case MAX -> Pooling.Kind.MAX;
          case AVG ->
              layer.isAvgPoolIncludePadInDivisor()
                  ? Pooling.Kind.MEAN_WITH_PADDING
                  : Pooling.Kind.MEAN;
          default -> throw new UnsupportedGraphException("pooling " + layer.getPoolingType());
        };
    return pool(place, window, kind, input);
  }

  private static int pool(Place place, Window window, Pooling.Kind kind, int input) {
    Dims in = place.dims(input);
    if (Math.max(window.left(), window.right()) > in.w()
        || Math.max(window.top(), window.bottom()) > in.h()) {
      // oneDNN's derivative is wrong there, such as for a window of 5 on a single pixel.
      throw new UnsupportedGraphException("pooling with more padding than there is map");
    }
    Dims out = Windows.output(in, in.c(), window);
    return place.add(new Pool(window, out, kind), out, input);
  }
}
