package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dense;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Pooling;
import dev.espalier.onednn.kernel.Window;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.PositionalEncoding;
import dev.espalier.onednn.layer.SequenceDropout;
import dev.espalier.onednn.layer.StepMask;
import dev.espalier.onednn.layer.StepPooling;
import dev.espalier.onednn.plan.AddPositions;
import dev.espalier.onednn.plan.Attend;
import dev.espalier.onednn.plan.Embed;
import dev.espalier.onednn.plan.Normalize;
import dev.espalier.onednn.plan.NormalizeSteps;
import dev.espalier.onednn.plan.Pool;
import dev.espalier.onednn.plan.PoolSteps;
import dev.espalier.onednn.plan.Project;
import dev.espalier.onednn.plan.Reframe;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/**
 * Operations of one layer: an exact list of layers and of their settings, anything else is refused.
 */
final class LayerTranslator {
  private interface Case<L extends Layer> {
    int translate(Place place, L layer, int input);
  }

  /** Exact classes: a subclass may compute something else. */
  private static final Map<Class<?>, Case<Layer>> CASES =
      Map.ofEntries(
          entry(ConvolutionLayer.class, WindowedLayers::convolution),
          entry(DepthwiseConvolution2D.class, WindowedLayers::depthwise),
          entry(GroupedConvolution2D.class, WindowedLayers::grouped),
          entry(SeparableConvolution2D.class, WindowedLayers::separable),
          entry(Convolution1DLayer.class, WindowedLayers::series),
          entry(SubsamplingLayer.class, WindowedLayers::pooling),
          entry(Subsampling1DLayer.class, WindowedLayers::seriesPooling),
          entry(Cropping2D.class, LayerTranslator::cropping),
          entry(ZeroPaddingLayer.class, LayerTranslator::padding),
          entry(BatchNormalization.class, LayerTranslator::batchNorm),
          entry(GlobalPoolingLayer.class, LayerTranslator::globalPooling),
          entry(DenseLayer.class, LayerTranslator::dense),
          entry(EmbeddingSequenceLayer.class, LayerTranslator::embedding),
          entry(PositionalEncoding.class, LayerTranslator::positions),
          entry(LayerNormalization.class, LayerTranslator::layerNorm),
          entry(MultiHeadSelfAttention.class, LayerTranslator::attention),
          entry(SequenceDropout.class, Place::dropout),
          entry(StepMask.class, LayerTranslator::hide),
          entry(DepthwiseConvolution1D.class, WindowedLayers::depthwiseSeries),
          entry(StepPooling.class, WindowedLayers::stepPooling),
          entry(LSTM.class, RecurrentLayers::lstm),
          entry(GruLayer.class, RecurrentLayers::gru),
          entry(SimpleRnn.class, RecurrentLayers::simple),
          entry(DagRecurrentLayer.class, RecurrentLayers::cell),
          entry(Bidirectional.class, RecurrentLayers::bothWays),
          entry(
              OutputLayer.class, (place, layer, in) -> project(place, layer, layer.hasBias(), in)),
          entry(LossLayer.class, (place, layer, input) -> input), // stock drops nothing in it
          entry(RnnOutputLayer.class, LayerTranslator::perStep),
          entry(RnnLossLayer.class, LayerTranslator::lossPerStep),
          entry(ActivationLayer.class, LayerTranslator::activation),
          entry(DropoutLayer.class, Place::dropout));

  /** Those of them that are covered on series of which not all steps count. */
  private static final Set<Class<?>> MASKED =
      Set.of(
          EmbeddingSequenceLayer.class,
          PositionalEncoding.class,
          LayerNormalization.class,
          MultiHeadSelfAttention.class,
          SequenceDropout.class,
          StepMask.class,
          DepthwiseConvolution1D.class,
          Convolution1DLayer.class,
          StepPooling.class,
          RnnOutputLayer.class,
          RnnLossLayer.class,
          LSTM.class,
          GruLayer.class,
          SimpleRnn.class,
          DagRecurrentLayer.class,
          GlobalPoolingLayer.class,
          ActivationLayer.class);

  /** Queries, keys and values. */
  private static final int PROJECTIONS = 3;

  private LayerTranslator() {}

  private static <L extends Layer> Map.Entry<Class<?>, Case<Layer>> entry(
      Class<L> type, Case<L> translation) {
    return Map.entry(
        type, (place, layer, input) -> translation.translate(place, type.cast(layer), input));
  }

  /**
   * Adds the layer's operations.
   *
   * @return the value of its output; of a layer with a loss, what goes into that
   * @throws UnsupportedGraphException if anything about it is not covered
   */
  static int translate(Place place, Layer layer, int input) {
    Case<Layer> translation = CASES.get(layer.getClass());
    if (translation == null) {
      throw new UnsupportedGraphException("layer " + layer.getClass().getSimpleName());
    }
    if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
      throw new UnsupportedGraphException("weight noise " + base.getWeightNoise());
    }
    if (place.mask(input).isPresent() && !MASKED.contains(layer.getClass())) {
      throw new UnsupportedGraphException("masks in layer " + layer.getClass().getSimpleName());
    }
    return translation.translate(place, layer, input);
  }

  /** Whether the layer holds a loss that DL4J computes on outputs of such a form. */
  static boolean isLoss(Layer layer, Form form) {
    return switch (form) {
      case ROWS -> layer.getClass() == LossLayer.class || layer.getClass() == OutputLayer.class;
      case SERIES ->
          layer.getClass() == RnnLossLayer.class || layer.getClass() == RnnOutputLayer.class;
      case MAPS -> false;
    };
  }

  private static int batchNorm(Place place, BatchNormalization layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.dims(input);
    Form form = place.translation().form(input);
    if (form == Form.SERIES) {
      // DL4J takes the examples for channels there.
      throw new UnsupportedGraphException("batch normalization of series");
    }
    if (form == Form.MAPS) {
      Place.requireChannelsFirst(layer.getCnn2DFormat());
    }
    if (layer.getNOut() != in.c()) {
      throw new UnsupportedGraphException(
          "batch normalization of %s channels on %s".formatted(layer.getNOut(), in.c()));
    }
    Optional<Normalize.Fixed> fixed =
        layer.isLockGammaBeta()
            ? Optional.of(new Normalize.Fixed(layer.getGamma(), layer.getBeta()))
            : Optional.empty();
    Normalize operation =
        new Normalize(
            in.c(),
            place.at(),
            fixed,
            layer.getEps(),
            layer.getDecay(),
            layer.isUseLogStd(),
            place.trainable(),
            false);
    return place.add(operation, in, input);
  }

  private static int globalPooling(Place place, GlobalPoolingLayer layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.dims(input);
    int[] pooled = layer.getPoolingDimensions();
    int[] all = place.translation().form(input) == Form.SERIES ? new int[] {2} : new int[] {2, 3};
    if (pooled != null && !Arrays.equals(pooled, all)) {
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
    OptionalInt mask = place.mask(input);
    if (mask.isPresent()) {
      if (!layer.isCollapseDimensions()) {
        throw new UnsupportedGraphException("masks in global pooling that keeps its dimensions");
      }
      return place.add(new PoolSteps(kind), out, input, mask.getAsInt());
    }
    int pixels = place.add(new Pool(Window.whole(in), out, kind), out, input);
    return layer.isCollapseDimensions() ? place.asRows(out, pixels) : pixels;
  }

  private static int cropping(Place place, Cropping2D layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.maps(input, layer.getDataFormat());
    int[] crop = layer.getCropping();
    int height = in.h() - crop[0] - crop[1];
    int width = in.w() - crop[2] - crop[3];
    if (height < 1 || width < 1) {
      throw new UnsupportedGraphException("cropping %s of %s".formatted(Arrays.toString(crop), in));
    }
    Dims out = new Dims(in.n(), in.c(), height, width);
    return place.add(new Reframe(out, crop[0], crop[2]), out, input);
  }

  private static int padding(Place place, ZeroPaddingLayer layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.maps(input, layer.getDataFormat());
    int[] zeros = layer.getPadding();
    Dims out = new Dims(in.n(), in.c(), in.h() + zeros[0] + zeros[1], in.w() + zeros[2] + zeros[3]);
    return place.add(new Reframe(out, -zeros[0], -zeros[2]), out, input);
  }

  private static int dense(Place place, DenseLayer layer, int input) {
    if (layer.isHasLayerNorm()) {
      throw new UnsupportedGraphException("layer normalization in a dense layer");
    }
    int y = project(place, layer, layer.hasBias(), input);
    return place.activate(layer.getActivationFn(), y);
  }

  private static int project(Place place, FeedForwardLayer layer, boolean biased, int input) {
    if (!place.dims(input).isVector() || place.translation().form(input) == Form.SERIES) {
      throw new UnsupportedGraphException("a dense layer on maps, without a preprocessor");
    }
    return multiply(place, layer, biased, input);
  }

  private static int perStep(Place place, RnnOutputLayer layer, int input) {
    Place.requireStepsLast(layer.getRnnDataFormat());
    place.dims(input, Form.SERIES);
    return multiply(place, layer, layer.hasBias(), input);
  }

  private static int lossPerStep(Place place, RnnLossLayer layer, int input) {
    Place.requireStepsLast(layer.getRnnDataFormat());
    Place.requireNoDropout(layer);
    place.dims(input, Form.SERIES);
    return input;
  }

  private static int multiply(Place place, FeedForwardLayer layer, boolean biased, int input) {
    Dims in = place.dims(input);
    Place.requireInput(layer, in);
    int outputs = (int) layer.getNOut();
    int dropped = place.dropout(layer, input);
    Optional<Long> bias =
        biased ? Optional.of(place.at() + (long) in.c() * outputs) : Optional.empty();
    return place.add(
        new Project(
            in.c(), outputs, place.at(), Dense.Order.OUTPUTS_FIRST, bias, place.trainable()),
        in.withChannels(outputs),
        dropped);
  }

  private static int embedding(Place place, EmbeddingSequenceLayer layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.dims(input, Form.SERIES);
    boolean plain = !layer.hasBias() && layer.getOutputFormat() == RNNFormat.NCW && in.c() == 1;
    if (!plain) {
      throw new UnsupportedGraphException(
          "an embedding with a bias, steps first, or of more than one token a step");
    }
    Embed operation =
        new Embed((int) layer.getNIn(), (int) layer.getNOut(), place.at(), place.trainable());
    Dims out = in.withChannels((int) layer.getNOut());
    return place.hide(place.activate(layer.getActivationFn(), place.add(operation, out, input)));
  }

  private static int layerNorm(Place place, LayerNormalization layer, int input) {
    Place.requireInput(layer, place.dims(input));
    if (place.translation().form(input) == Form.MAPS) {
      throw new UnsupportedGraphException("layer normalization of maps");
    }
    int dropped = place.dropout(layer, input);
    return place.add(
        new NormalizeSteps(layer.getEpsilon(), place.at(), place.trainable()),
        place.dims(input),
        dropped);
  }

  private static int attention(Place place, MultiHeadSelfAttention layer, int input) {
    Dims in = place.dims(input, Form.SERIES);
    Place.requireInput(layer, in);
    long features = in.c();
    long outAt = place.at() + PROJECTIONS * features * (features + 1);
    long similarityAt = outAt + features * (features + 1);
    int dropped = place.dropout(layer, input);
    int projected = projection(place, dropped, PROJECTIONS * in.c(), place.at());
    Attend operation =
        new Attend(
            layer.getHeads(),
            layer.isCausal(),
            layer.isWeighted() ? Optional.of(similarityAt) : Optional.empty(),
            place.trainable());
    OptionalInt mask = place.mask(input);
    int attended =
        mask.isPresent()
            ? place.add(operation, in, projected, mask.getAsInt())
            : place.add(operation, in, projected);
    return projection(place, attended, in.c(), outAt);
  }

  /** With a bias behind its weights. */
  private static int projection(Place place, int input, int outputs, long at) {
    Dims in = place.dims(input);
    Optional<Long> bias = Optional.of(at + (long) in.c() * outputs);
    return place.add(
        new Project(in.c(), outputs, at, Dense.Order.OUTPUTS_FIRST, bias, place.trainable()),
        in.withChannels(outputs),
        input);
  }

  private static int hide(Place place, StepMask layer, int input) {
    Place.requireNoDropout(layer);
    place.dims(input, Form.SERIES);
    return place.hide(input);
  }

  private static int positions(Place place, PositionalEncoding layer, int input) {
    Place.requireNoDropout(layer);
    Dims in = place.dims(input, Form.SERIES);
    if (layer.getNIn() != in.c() || (layer.isLearned() && in.w() > layer.getMostSteps())) {
      throw new UnsupportedGraphException(
          "positions of %s features on %s steps of %s".formatted(layer.getNIn(), in.w(), in.c()));
    }
    AddPositions operation =
        new AddPositions(layer.isLearned(), place.at(), layer.getMostSteps(), place.trainable());
    return place.add(operation, in, input);
  }

  private static int activation(Place place, ActivationLayer layer, int input) {
    Place.requireNoDropout(layer);
    return place.activate(layer.getActivationFn(), input);
  }
}
