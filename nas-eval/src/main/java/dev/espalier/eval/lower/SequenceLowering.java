package dev.espalier.eval.lower;

import dev.espalier.network.Conv1d;
import dev.espalier.network.DagRecurrent;
import dev.espalier.network.Dense;
import dev.espalier.network.Embedding;
import dev.espalier.network.Pool1d;
import dev.espalier.network.Pooling;
import dev.espalier.network.PositionalEncoding;
import dev.espalier.network.Recurrent;
import dev.espalier.network.Shape;
import dev.espalier.onednn.layer.CellActivation;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.SequenceDropout;
import dev.espalier.onednn.layer.StepMask;
import dev.espalier.onednn.layer.StepPooling;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * Layers on sequences in Deeplearning4j's terms.
 *
 * @param input shape of one example
 */
record SequenceLowering(Shape input) {
  /** As of BERT's (Devlin et al. 2019). */
  private static final double POSITION_DEVIATION = 0.02;

  Layer embedding(Embedding layer) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(((Shape.Tokens) input).vocabulary())
        .nOut(layer.width())
        .hasBias(false)
        .weightInit(normal(1.0 / Math.sqrt(layer.width())))
        .activation(new ActivationIdentity())
        .build();
  }

  private static WeightInitDistribution normal(double deviation) {
    return new WeightInitDistribution(new NormalDistribution(0.0, deviation));
  }

  /**
   * In one direction. Weights start as Glorot and Bengio (2010) propose; the forget gate's bias
   * starts at 1 (Jozefowicz et al. 2015).
   */
  Layer recurrent(Recurrent layer) {
    BaseRecurrentLayer.Builder<?> cell =
        switch (layer.cell()) {
          case SIMPLE_RNN -> new SimpleRnn.Builder();
          case GRU -> new GruLayer.Builder();
          case LSTM ->
              new LSTM.Builder()
                  .forgetGateBiasInit(1.0)
                  .gateActivationFunction(new ActivationSigmoid());
        };
    return cell.nIn(input.features())
        .nOut(layer.units())
        .activation(new ActivationTanH())
        .weightInit(WeightInit.XAVIER)
        .build();
  }

  /** In one direction; weights start as those of the other cells. */
  Layer dagRecurrent(DagRecurrent layer) {
    DagRecurrentLayer.Builder cell =
        new DagRecurrentLayer.Builder()
            .entry(activation(layer.entry()))
            .looseEnds(layer.merge() == DagRecurrent.Merge.LOOSE_ENDS);
    layer.nodes().forEach(node -> cell.node(node.input(), activation(node.activation())));
    return cell.nIn(input.features()).nOut(layer.units()).weightInit(WeightInit.XAVIER).build();
  }

  private static CellActivation activation(DagRecurrent.Function function) {
    return switch (function) {
      case TANH -> CellActivation.TANH;
      case RELU -> CellActivation.RELU;
      case SIGMOID -> CellActivation.SIGMOID;
      case IDENTITY -> CellActivation.IDENTITY;
    };
  }

  /** Dropout of steps, or of what has none. */
  static Layer dropout(Shape shape, double rate) {
    return shape instanceof Shape.Sequence
        ? new SequenceLowering(shape).dropout(rate)
        : new DropoutLayer(1.0 - rate);
  }

  private Layer dropout(double rate) {
    return new SequenceDropout.Builder().features(input.features()).dropOut(1.0 - rate).build();
  }

  Layer norm() {
    return new LayerNormalization.Builder().features(input.features()).build();
  }

  Layer attention(int heads, boolean causal, boolean weighted) {
    return new MultiHeadSelfAttention.Builder()
        .features(input.features())
        .heads(heads)
        .causal(causal)
        .weighted(weighted)
        .weightInit(WeightInit.XAVIER)
        .build();
  }

  Layer positions(PositionalEncoding layer) {
    var positions =
        new dev.espalier.onednn.layer.PositionalEncoding.Builder().features(input.features());
    return layer.learned()
        ? positions
            .learned(((Shape.Sequence) input).steps())
            .weightInit(normal(POSITION_DEVIATION))
            .build()
        : positions.build();
  }

  Layer mask() {
    return new StepMask.Builder().features(input.features()).build();
  }

  /** One group of a convolution. */
  Layer convolution(Conv1d layer) {
    return new Convolution1DLayer.Builder(layer.kernel())
        .dilation(layer.dilation())
        .convolutionMode(layer.causal() ? ConvolutionMode.Causal : ConvolutionMode.Same)
        .nIn(input.features() / layer.groups())
        .nOut(layer.filters() / layer.groups())
        .hasBias(layer.bias())
        .activation(new ActivationIdentity())
        .build();
  }

  /** A convolution of as many groups and filters as there are features. */
  Layer depthwise(Conv1d layer) {
    return new DepthwiseConvolution1D.Builder()
        .features(layer.filters())
        .kernel(layer.kernel())
        .dilation(layer.dilation())
        .causal(layer.causal())
        .bias(layer.bias())
        .weightInit(normal(Math.sqrt(2.0 / layer.kernel())))
        .build();
  }

  Layer pool(Pool1d layer) {
    StepPooling.Builder pool =
        new StepPooling.Builder().features(input.features()).kernel(layer.kernel());
    return layer.pooling() == Pooling.MAX ? pool.maximum().build() : pool.build();
  }

  /** The same weights at each step. */
  Layer dense(Dense layer) {
    return new Convolution1DLayer.Builder(1)
        .nIn(input.features())
        .nOut(layer.units())
        .hasBias(layer.bias())
        .activation(new ActivationIdentity())
        .build();
  }
}
