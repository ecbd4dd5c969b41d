package dev.espalier.eval.lower;

import dev.espalier.network.Dense;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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

/** The end of a graph: what turns logits into predictions and a loss. */
record OutputLowering(OutputSpec spec, int outputs) {
  OutputLowering {
    if (!spec.weights().isEmpty() && spec.weights().size() != outputs) {
      throw new IllegalArgumentException(
          "%d weights for %d outputs".formatted(spec.weights().size(), outputs));
    }
  }

  OutputLayer outputLayer(int features, Dense dense) {
    return new OutputLayer.Builder(loss())
        .nIn(features)
        .nOut(dense.units())
        .hasBias(dense.bias())
        .weightInit(WeightInit.XAVIER)
        .activation(activation())
        .build();
  }

  LossLayer lossLayer() {
    return new LossLayer.Builder(loss()).activation(activation()).build();
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

  private @Nullable INDArray weights() {
    if (spec.weights().isEmpty()) {
      return null;
    }
    return Nd4j.createFromArray(spec.weights().stream().mapToDouble(Double::doubleValue).toArray())
        .castTo(DataType.FLOAT)
        .reshape(1, outputs);
  }
}
