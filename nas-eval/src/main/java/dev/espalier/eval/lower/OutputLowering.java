package dev.espalier.eval.lower;

import dev.espalier.network.Dense;
import dev.espalier.network.Node;
import dev.espalier.network.Shape;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * The end of a graph: what turns logits into predictions and a loss.
 *
 * @param spec what the outputs are for
 * @param outputs classes, or values
 * @param steps of sequences that have outputs at each step; 0 for a vector
 */
record OutputLowering(OutputSpec spec, int outputs, int steps) {
  OutputLowering {
    if (!spec.weights().isEmpty() && spec.weights().size() != outputs) {
      throw new IllegalArgumentException(
          "%s weights for %s outputs".formatted(spec.weights().size(), outputs));
    }
  }

  /** Of a network that ends in this node. */
  static OutputLowering of(OutputSpec spec, Node last) {
    if (last.shape() instanceof Shape.Sequence sequence) {
      return new OutputLowering(spec, sequence.features(), sequence.steps());
    }
    if (last.shape() instanceof Shape.Vector vector) {
      return new OutputLowering(spec, vector.features(), 0);
    }
    throw new IllegalArgumentException(
        "the output (%s: %s) has the shape %s; it must be a vector or a sequence: end the network with pooling and a dense layer"
            .formatted(last.key(), last.layer(), last.shape()));
  }

  Layer outputLayer(int features, Dense dense) {
    BaseOutputLayer.Builder<?> layer =
        steps > 0
            ? new RnnOutputLayer.Builder(loss()).dataFormat(RNNFormat.NCW)
            : new OutputLayer.Builder(loss());
    return layer
        .nIn(features)
        .nOut(dense.units())
        .hasBias(dense.bias())
        .weightInit(WeightInit.XAVIER)
        .activation(activation())
        .build();
  }

  Layer lossLayer() {
    return steps > 0
        ? new RnnLossLayer.Builder(loss())
            .dataFormat(RNNFormat.NCW)
            .activation(activation())
            .build()
        : new LossLayer.Builder(loss()).activation(activation()).build();
  }

  private ILossFunction loss() {
    return switch (spec.loss()) {
      case CROSS_ENTROPY -> new LossMCXENT(weights());
      case MEAN_SQUARED_ERROR -> new LossMSE(weights());
    };
  }

  private IActivation activation() {
    return switch (spec.loss()) {
      case CROSS_ENTROPY -> new ActivationSoftmax();
      case MEAN_SQUARED_ERROR -> new ActivationIdentity();
    };
  }

  /**
   * Weights of the classes. Deeplearning4j adds up the losses of all steps; the mean over them
   * makes learning rates and limits of gradients mean the same, however long the sequences are.
   */
  private @Nullable INDArray weights() {
    if (spec.weights().isEmpty() && steps == 0) {
      return null;
    }
    double[] weights = new double[outputs];
    for (int output = 0; output < outputs; output++) {
      double weight = spec.weights().isEmpty() ? 1.0 : spec.weights().get(output);
      weights[output] = weight / Math.max(1, steps);
    }
    return Nd4j.createFromArray(weights).castTo(DataType.FLOAT).reshape(1, outputs);
  }
}
