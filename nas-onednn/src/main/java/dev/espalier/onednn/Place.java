package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.plan.DropUnits;
import dev.espalier.onednn.plan.Operation;
import dev.espalier.onednn.plan.Reshape;
import dev.espalier.onednn.plan.ScaleSteps;
import dev.espalier.onednn.plan.Softmax;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;

/**
 * Where a vertex stands in the translation of its graph, and what many layers have in common.
 *
 * @param translation of the graph
 * @param vertex its name
 * @param at where its parameters start, in scalars
 * @param trainable whether it is not frozen
 */
record Place(Translation translation, String vertex, long at, boolean trainable) {

  int add(Operation operation, Dims dims, int input) {
    return translation.add(new Node(vertex, operation, List.of(input), dims));
  }

  Dims dims(int value) {
    return translation.dims(value);
  }

  /** The sizes of a value that must be of one form. */
  Dims dims(int value, Form form) {
    if (translation.form(value) != form) {
      throw new UnsupportedGraphException(
          "a layer of %s on %s"
              .formatted(form.description(), translation.form(value).description()));
    }
    return translation.dims(value);
  }

  /** The sizes of maps with channels first. */
  Dims maps(int value, CNN2DFormat format) {
    requireChannelsFirst(format);
    return dims(value, Form.MAPS);
  }

  /** Which steps of a value count, where that is a series of which not all do. */
  OptionalInt mask(int value) {
    return translation.form(value) == Form.SERIES ? translation.mask() : OptionalInt.empty();
  }

  /** With an operation that also reads the mask, or another value. */
  int add(Operation operation, Dims dims, int input, int other) {
    return translation.add(new Node(vertex, operation, List.of(input, other), dims));
  }

  /** Zeros in the steps that do not count. */
  int hide(int value) {
    OptionalInt mask = mask(value);
    return mask.isPresent() ? add(new ScaleSteps(), dims(value), value, mask.getAsInt()) : value;
  }

  /** The same scalars as rows. */
  int asRows(Dims dims, int input) {
    return add(new Reshape(dims, false), dims, input);
  }

  /** The same scalars as maps. */
  int asMaps(Dims dims, int input) {
    return add(new Reshape(dims, true), dims, input);
  }

  int activate(IActivation activation, int input) {
    Optional<Operation> operation = Activations.operation(activation);
    if (operation.isEmpty()) {
      return input;
    }
    boolean rows = dims(input).isVector() && translation.form(input) != Form.SERIES;
    if (!rows && operation.get() instanceof Softmax) {
      throw new UnsupportedGraphException("softmax over maps");
    }
    return add(operation.get(), dims(input), input);
  }

  int dropout(Layer layer, int input) {
    IDropout dropout = layer.getIDropout();
    if (dropout == null || !trainable) {
      return input;
    }
    if (dropout.getClass() != Dropout.class || ((Dropout) dropout).getPSchedule() != null) {
      throw new UnsupportedGraphException("dropout " + dropout);
    }
    return add(new DropUnits(((Dropout) dropout).getP()), dims(input), input);
  }

  static void requireNoDropout(Layer layer) {
    if (layer.getIDropout() != null) {
      throw new UnsupportedGraphException("dropout in a layer " + layer.getClass().getSimpleName());
    }
  }

  static void requireChannelsFirst(CNN2DFormat format) {
    if (format != CNN2DFormat.NCHW) {
      throw new UnsupportedGraphException("data format " + format);
    }
  }

  static void requireStepsLast(RNNFormat format) {
    if (format != RNNFormat.NCW) {
      throw new UnsupportedGraphException("data format " + format);
    }
  }

  static void requireInput(FeedForwardLayer layer, Dims in) {
    if (layer.getNIn() != in.c()) {
      throw new UnsupportedGraphException(
          "a layer of %s inputs on %s channels".formatted(layer.getNIn(), in.c()));
    }
  }
}
