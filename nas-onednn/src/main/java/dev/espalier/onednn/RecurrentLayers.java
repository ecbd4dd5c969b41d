package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.plan.Remember;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Operations of recurrent layers, for {@link LayerTranslator}. */
final class RecurrentLayers {
  private RecurrentLayers() {}

  static int lstm(Place place, LSTM layer, int input) {
    requireForm(place, layer, input);
    if (layer.getGateActivationFn().getClass() != ActivationSigmoid.class) {
      throw new UnsupportedGraphException("gates by " + layer.getGateActivationFn());
    }
    Dims in = place.dims(input);
    int units = (int) layer.getNOut();
    int dropped = place.dropout(layer, input);
    Remember operation = new Remember(in.c(), units, place.at(), place.trainable());
    return place.hide(place.add(operation, in.withChannels(units), dropped));
  }

  private static void requireForm(Place place, BaseRecurrentLayer layer, int input) {
    Place.requireInput(layer, place.dims(input, Form.SERIES));
    if (layer.getRnnDataFormat() != RNNFormat.NCW) {
      throw new UnsupportedGraphException("data format " + layer.getRnnDataFormat());
    }
    if (layer.getActivationFn().getClass() != ActivationTanH.class) {
      throw new UnsupportedGraphException("a recurrent layer with " + layer.getActivationFn());
    }
  }
}
