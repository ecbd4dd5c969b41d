package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.kernel.Recurrence;
import dev.espalier.onednn.layer.CellActivation;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.plan.CellSteps;
import dev.espalier.onednn.plan.Combine;
import dev.espalier.onednn.plan.Join;
import dev.espalier.onednn.plan.Multiply;
import dev.espalier.onednn.plan.Remember;
import dev.espalier.onednn.plan.ReverseSteps;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Operations of recurrent layers, for {@link LayerTranslator}. */
final class RecurrentLayers {
  private RecurrentLayers() {}

  /** Runs on in steps that do not count, as stock does. */
  static int lstm(Place place, LSTM layer, int input) {
    if (layer.getGateActivationFn().getClass() != ActivationSigmoid.class) {
      throw new UnsupportedGraphException("gates by " + layer.getGateActivationFn());
    }
    requireTanh(layer);
    return remember(place, layer, Recurrence.Cell.LSTM, input);
  }

  static int gru(Place place, GruLayer layer, int input) {
    return place.hide(remember(place, layer, Recurrence.Cell.GRU, input));
  }

  static int simple(Place place, SimpleRnn layer, int input) {
    if (layer.hasLayerNorm()) {
      throw new UnsupportedGraphException("layer normalization in a recurrent layer");
    }
    requireTanh(layer);
    return place.hide(remember(place, layer, Recurrence.Cell.SIMPLE, input));
  }

  static int cell(Place place, DagRecurrentLayer layer, int input) {
    requireForm(place, layer, input);
    Dims in = place.dims(input);
    int units = (int) layer.getNOut();
    int[] reads = layer.getInputs();
    List<CellSteps.Node> nodes = new ArrayList<>();
    nodes.add(new CellSteps.Node(0, function(layer.getEntry()), false));
    for (int i = 0; i < reads.length; i++) {
      nodes.add(
          new CellSteps.Node(reads[i], function(layer.getActivations()[i]), layer.isMerged(i + 1)));
    }
    int dropped = place.dropout(layer, input);
    CellSteps operation = new CellSteps(in.c(), units, nodes, place.at(), place.trainable());
    return place.hide(place.add(operation, in.withChannels(units), dropped));
  }

  private static Optional<Function> function(CellActivation activation) {
    return switch (activation) {
      case TANH -> Optional.of(Function.TANH);
      case RELU -> Optional.of(Function.RELU);
      case SIGMOID -> Optional.of(Function.SIGMOID);
      case IDENTITY -> Optional.empty();
    };
  }

  /** Both directions, of which DL4J starts the second in the padding of short sequences. */
  static int bothWays(Place place, Bidirectional layer, int input) {
    if (place.mask(input).isPresent()) {
      throw new UnsupportedGraphException("masks in layer Bidirectional");
    }
    long half = layer.getFwd().initializer().numParams(layer.getFwd());
    int forwards = LayerTranslator.translate(place, layer.getFwd(), input);
    Place second =
        new Place(place.translation(), place.vertex(), place.at() + half, place.trainable());
    int reversed = place.add(new ReverseSteps(), place.dims(input), input);
    int read = LayerTranslator.translate(second, layer.getBwd(), reversed);
    Dims out = place.dims(read);
    int backwards = place.add(new ReverseSteps(), out, read);
    return switch (layer.getMode()) {
      case CONCAT -> place.add(new Join(), out.withChannels(2 * out.c()), forwards, backwards);
      case ADD -> place.add(new Combine(List.of(1f, 1f)), out, forwards, backwards);
      case AVERAGE -> place.add(new Combine(List.of(0.5f, 0.5f)), out, forwards, backwards);
      case MUL -> place.add(new Multiply(), out, forwards, backwards);
    };
  }

  private static int remember(
      Place place, BaseRecurrentLayer layer, Recurrence.Cell cell, int input) {
    requireForm(place, layer, input);
    Dims in = place.dims(input);
    int units = (int) layer.getNOut();
    int dropped = place.dropout(layer, input);
    Remember operation = new Remember(cell, in.c(), units, place.at(), place.trainable());
    return place.add(operation, in.withChannels(units), dropped);
  }

  private static void requireForm(Place place, BaseRecurrentLayer layer, int input) {
    Place.requireInput(layer, place.dims(input, Form.SERIES));
    Place.requireStepsLast(layer.getRnnDataFormat());
  }

  private static void requireTanh(BaseRecurrentLayer layer) {
    if (layer.getActivationFn().getClass() != ActivationTanH.class) {
      throw new UnsupportedGraphException("a recurrent layer with " + layer.getActivationFn());
    }
  }
}
