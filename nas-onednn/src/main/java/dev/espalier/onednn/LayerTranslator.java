package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Pooling;
import dev.espalier.onednn.kernel.Weights;
import dev.espalier.onednn.kernel.Window;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import dev.espalier.onednn.plan.Convolve;
import dev.espalier.onednn.plan.DropUnits;
import dev.espalier.onednn.plan.Normalize;
import dev.espalier.onednn.plan.Operation;
import dev.espalier.onednn.plan.Pool;
import dev.espalier.onednn.plan.Project;
import dev.espalier.onednn.plan.Reshape;
import dev.espalier.onednn.plan.Softmax;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;

/**
 * Operations of one layer: an exact list of layers and of their settings, anything else is refused.
 * For one vertex.
 */
final class LayerTranslator {
  private interface Case<L extends Layer> {
    int translate(LayerTranslator translator, L layer, int input);
  }

  /** Exact classes: a subclass may compute something else. */
  private static final Map<Class<?>, Case<Layer>> CASES =
      Map.ofEntries(
          entry(ConvolutionLayer.class, LayerTranslator::convolution),
          entry(DepthwiseConvolution2D.class, LayerTranslator::depthwise),
          entry(GroupedConvolution2D.class, LayerTranslator::grouped),
          entry(SeparableConvolution2D.class, LayerTranslator::separable),
          entry(BatchNormalization.class, LayerTranslator::batchNorm),
          entry(SubsamplingLayer.class, LayerTranslator::pooling),
          entry(GlobalPoolingLayer.class, LayerTranslator::globalPooling),
          entry(DenseLayer.class, LayerTranslator::dense),
          entry(OutputLayer.class, LayerTranslator::output),
          entry(LossLayer.class, (t, layer, input) -> input), // stock drops nothing in it
          entry(ActivationLayer.class, LayerTranslator::activation),
          entry(DropoutLayer.class, (t, layer, input) -> t.dropout(layer, input)));

  private final Translation translation;
  private final String vertex;
  private final long at;
  private final boolean trainable;

  /**
   * For one vertex.
   *
   * @param at where its parameters start, in scalars
   * @param trainable whether it is not frozen
   */
  LayerTranslator(Translation translation, String vertex, long at, boolean trainable) {
    this.translation = translation;
    this.vertex = vertex;
    this.at = at;
    this.trainable = trainable;
  }

  private static <L extends Layer> Map.Entry<Class<?>, Case<Layer>> entry(
      Class<L> type, Case<L> translation) {
    return Map.entry(
        type,
        (translator, layer, input) -> translation.translate(translator, type.cast(layer), input));
  }

  /**
   * Adds the layer's operations.
   *
   * @return the value of its output; of a layer with a loss, what goes into that
   * @throws UnsupportedGraphException if anything about it is not covered
   */
  int translate(Layer layer, int input) {
    Case<Layer> translation = CASES.get(layer.getClass());
    if (translation == null) {
      throw new UnsupportedGraphException("layer " + layer.getClass().getSimpleName());
    }
    if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
      throw new UnsupportedGraphException("weight noise " + base.getWeightNoise());
    }
    return translation.translate(this, layer, input);
  }

  private int convolution(ConvolutionLayer layer, int input) {
    Dims in = maps(input, layer.getCnn2dDataFormat());
    requireInput(layer, in);
    int[] kernel = layer.getKernelSize();
    Weights order = Weights.plain(1, (int) layer.getNOut(), in.c(), kernel[0], kernel[1]);
    return convolve(layer, input, order, 1, (int) layer.getNOut());
  }

  private int depthwise(DepthwiseConvolution2D layer, int input) {
    Dims in = maps(input, layer.getCnn2dDataFormat());
    requireInput(layer, in);
    int[] kernel = layer.getKernelSize();
    int multiplier = layer.getDepthMultiplier();
    Weights order = Weights.depthwise(in.c(), multiplier, kernel[0], kernel[1]);
    return convolve(layer, input, order, in.c(), in.c() * multiplier);
  }

  private int grouped(GroupedConvolution2D layer, int input) {
    Dims in = maps(input, layer.getCnn2dDataFormat());
    requireInput(layer, in);
    int[] kernel = layer.getKernelSize();
    int groups = layer.getGroups();
    int outputs = (int) layer.getNOut();
    Weights order = Weights.plain(groups, outputs / groups, in.c() / groups, kernel[0], kernel[1]);
    return convolve(layer, input, order, groups, outputs);
  }

  private int convolve(ConvolutionLayer layer, int input, Weights order, int groups, int outputs) {
    int dropped = dropout(layer, input);
    Window window = window(layer, translation.dims(dropped));
    long start = layer.hasBias() ? at + outputs : at;
    Optional<Long> bias = layer.hasBias() ? Optional.of(at) : Optional.empty();
    int y = convolve(dropped, window, outputs, groups, order, start, bias);
    return activate(layer.getActivationFn(), y);
  }

  private int separable(SeparableConvolution2D layer, int input) {
    Dims in = maps(input, layer.getCnn2dDataFormat());
    requireInput(layer, in);
    int[] kernel = layer.getKernelSize();
    int outputs = (int) layer.getNOut();
    int middle = in.c() * layer.getDepthMultiplier();
    Weights depth = Weights.separable(in.c(), layer.getDepthMultiplier(), kernel[0], kernel[1]);
    Weights point = Weights.plain(1, outputs, middle, 1, 1);
    int dropped = dropout(layer, input);
    long start = layer.hasBias() ? at + outputs : at;
    int hidden =
        convolve(dropped, window(layer, in), middle, in.c(), depth, start, Optional.empty());
    Window pixel = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
    int y =
        convolve(
            hidden,
            pixel,
            outputs,
            1,
            point,
            start + depth.length(),
            layer.hasBias() ? Optional.of(at) : Optional.empty());
    return activate(layer.getActivationFn(), y);
  }

  private int convolve(
      int input,
      Window window,
      int outputs,
      int groups,
      Weights order,
      long weights,
      Optional<Long> bias) {
    Dims out = Windows.output(translation.dims(input), outputs, window);
    return add(new Convolve(window, out, groups, order, weights, bias, trainable), out, input);
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

  private int batchNorm(BatchNormalization layer, int input) {
    requireNoDropout(layer);
    Dims in = translation.dims(input);
    if (!in.isVector()) {
      requireChannelsFirst(layer.getCnn2DFormat());
    }
    if (layer.getNOut() != in.c()) {
      throw new UnsupportedGraphException(
          "batch normalization of %d channels on %d".formatted(layer.getNOut(), in.c()));
    }
    Optional<Normalize.Fixed> fixed =
        layer.isLockGammaBeta()
            ? Optional.of(new Normalize.Fixed(layer.getGamma(), layer.getBeta()))
            : Optional.empty();
    Normalize operation =
        new Normalize(
            in.c(),
            at,
            fixed,
            layer.getEps(),
            layer.getDecay(),
            layer.isUseLogStd(),
            trainable,
            false);
    return add(operation, in, input);
  }

  private int pooling(SubsamplingLayer layer, int input) {
    Dims in = maps(input, layer.getCnn2dDataFormat());
    int[] dilation = layer.getDilation();
    if (dilation[0] != 1 || dilation[1] != 1) {
      throw new UnsupportedGraphException("pooling of dilation " + Arrays.toString(dilation));
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
    Window window =
        Windows.of(
            in,
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            dilation,
            layer.getConvolutionMode());
    if (Math.max(window.left(), window.right()) > in.w()
        || Math.max(window.top(), window.bottom()) > in.h()) {
      // oneDNN's derivative is wrong there, such as for a window of 5 on a single pixel.
      throw new UnsupportedGraphException("pooling with more padding than there is map");
    }
    Dims out = Windows.output(in, in.c(), window);
    return add(new Pool(window, out, kind), out, input);
  }

  private int globalPooling(GlobalPoolingLayer layer, int input) {
    requireNoDropout(layer);
    Dims in = translation.dims(input);
    int[] pooled = layer.getPoolingDimensions();
    if (pooled != null && !Arrays.equals(pooled, new int[] {2, 3})) {
      throw new UnsupportedGraphException(
          "global pooling over dimensions " + Arrays.toString(pooled));
    }
    Pooling.Kind kind =
        switch (layer.getPoolingType()) {
          case MAX -> Pooling.Kind.MAX;
          case AVG -> Pooling.Kind.MEAN;
          default -> throw new UnsupportedGraphException("pooling " + layer.getPoolingType());
        };
    Dims out = Dims.vector(in.n(), in.c());
    int pixels = add(new Pool(Window.whole(in), out, kind), out, input);
    return layer.isCollapseDimensions() ? reshape(out, pixels) : pixels;
  }

  private int dense(DenseLayer layer, int input) {
    if (layer.isHasLayerNorm()) {
      throw new UnsupportedGraphException("layer normalization in a dense layer");
    }
    int y = project(layer, layer.hasBias(), input);
    return activate(layer.getActivationFn(), y);
  }

  private int output(OutputLayer layer, int input) {
    return project(layer, layer.hasBias(), input);
  }

  private int project(FeedForwardLayer layer, boolean biased, int input) {
    Dims in = translation.dims(input);
    if (!in.isVector()) {
      throw new UnsupportedGraphException("a dense layer on maps, without a preprocessor");
    }
    requireInput(layer, in);
    int outputs = (int) layer.getNOut();
    int dropped = dropout(layer, input);
    Optional<Long> bias = biased ? Optional.of(at + (long) in.c() * outputs) : Optional.empty();
    return add(
        new Project(in.c(), outputs, at, bias, trainable), Dims.vector(in.n(), outputs), dropped);
  }

  private int activation(ActivationLayer layer, int input) {
    requireNoDropout(layer);
    return activate(layer.getActivationFn(), input);
  }

  private int activate(IActivation activation, int input) {
    Dims dims = translation.dims(input);
    Optional<Operation> operation = Activations.operation(activation);
    if (operation.isEmpty()) {
      return input;
    }
    if (!dims.isVector() && operation.get() instanceof Softmax) {
      throw new UnsupportedGraphException("softmax over maps");
    }
    return add(operation.get(), dims, input);
  }

  private int dropout(Layer layer, int input) {
    IDropout dropout = layer.getIDropout();
    if (dropout == null || !trainable) {
      return input;
    }
    if (dropout.getClass() != Dropout.class || ((Dropout) dropout).getPSchedule() != null) {
      throw new UnsupportedGraphException("dropout " + dropout);
    }
    return add(new DropUnits(((Dropout) dropout).getP()), translation.dims(input), input);
  }

  private static void requireNoDropout(Layer layer) {
    if (layer.getIDropout() != null) {
      throw new UnsupportedGraphException("dropout in a layer " + layer.getClass().getSimpleName());
    }
  }

  private Dims maps(int input, CNN2DFormat format) {
    requireChannelsFirst(format);
    return translation.dims(input);
  }

  private static void requireChannelsFirst(CNN2DFormat format) {
    if (format != CNN2DFormat.NCHW) {
      throw new UnsupportedGraphException("data format " + format);
    }
  }

  private static void requireInput(FeedForwardLayer layer, Dims in) {
    if (layer.getNIn() != in.c()) {
      throw new UnsupportedGraphException(
          "a layer of %d inputs on %d channels".formatted(layer.getNIn(), in.c()));
    }
  }

  /** Whether the layer holds a loss that DL4J computes on a matrix of outputs. */
  static boolean isLoss(Layer layer) {
    return layer.getClass() == LossLayer.class
        || (layer instanceof BaseOutputLayer && layer.getClass() == OutputLayer.class);
  }

  private int add(Operation operation, Dims dims, int input) {
    return translation.add(new Node(vertex, operation, List.of(input), dims));
  }

  /** The same scalars in another shape. */
  int reshape(Dims dims, int input) {
    return add(new Reshape(dims), dims, input);
  }
}
