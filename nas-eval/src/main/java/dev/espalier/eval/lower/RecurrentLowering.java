package dev.espalier.eval.lower;

import dev.espalier.network.Recurrent;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * A recurrent layer in Deeplearning4j's terms. Weights start as Glorot and Bengio (2010) propose;
 * the forget gate's bias starts at 1 (Jozefowicz et al. 2015).
 */
record RecurrentLowering(Recurrent layer) {

  Layer lower(int features) {
    BaseRecurrentLayer.Builder<?> cell =
        switch (layer.cell()) {
          case SIMPLE_RNN -> new SimpleRnn.Builder();
          case LSTM ->
              new LSTM.Builder()
                  .forgetGateBiasInit(1.0)
                  .gateActivationFunction(new ActivationSigmoid());
        };
    Layer forwards =
        cell.nIn(features)
            .nOut(layer.units())
            .activation(new ActivationTanH())
            .weightInit(WeightInit.XAVIER)
            .build();
    return layer.bidirectional()
        ? new Bidirectional(Bidirectional.Mode.CONCAT, forwards)
        : forwards;
  }
}
