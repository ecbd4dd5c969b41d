package dev.espalier.eval.weights;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.onednn.layer.DagRecurrentLayer;
import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import dev.espalier.onednn.layer.GruLayer;
import dev.espalier.onednn.layer.LayerNormalization;
import dev.espalier.onednn.layer.MultiHeadSelfAttention;
import dev.espalier.onednn.layer.PositionalEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/**
 * The axes of a parameter as shared blocks have them. Along those that count channels or units a
 * narrower layer has the leading part of a wider one; all others are the same for all that share.
 * Two kinds of axes are taken apart for that: the columns of gates, which lie side by side, into
 * gates and units; and inputs that come from several parts joined, such as both directions of a
 * recurrent layer, into parts and the channels of each.
 *
 * @param sizes of the axes, the last one running fastest
 * @param fixed which of them are the same for all that share, as text
 */
record Axes(List<Integer> sizes, String fixed) {
  /** Stored as output channels, input channels, kernel. */
  private static final ImmutableSet<Class<?>> CONVOLUTIONS =
      ImmutableSet.of(ConvolutionLayer.class, Convolution1DLayer.class, GroupedConvolution2D.class);

  /** Stored as columns, rows: a row for each input, or for each unit of the state. */
  private static final ImmutableSet<Class<?>> MATRICES =
      ImmutableSet.of(
          DenseLayer.class,
          OutputLayer.class,
          RnnOutputLayer.class,
          EmbeddingSequenceLayer.class,
          SimpleRnn.class,
          LSTM.class,
          GruLayer.class,
          DagRecurrentLayer.class,
          MultiHeadSelfAttention.class);

  /** How many columns each unit has of those of {@link #MATRICES} that have several. */
  private static final ImmutableMap<Class<?>, Integer> GATES =
      ImmutableMap.of(LSTM.class, 4, GruLayer.class, 3, DagRecurrentLayer.class, 2);

  /** Stored with the channels last. */
  static final ImmutableSet<Class<?>> NORMS =
      ImmutableSet.of(BatchNormalization.class, LayerNormalization.class, PositionalEncoding.class);

  Axes {
    sizes = List.copyOf(sizes);
  }

  /**
   * Of a parameter.
   *
   * @param layer whose it is; one of another type shares where all sizes are the same
   * @param stored sizes of its axes, the last one running fastest
   * @param joined how many parts of equal width are joined to the layer's input
   */
  static Axes of(Layer layer, String parameter, int[] stored, int joined) {
    Class<?> type = layer.getClass();
    Builder axes = new Builder(joined);
    if (CONVOLUTIONS.contains(type)) {
      for (int axis = 0; axis < stored.length; axis++) {
        switch (axis) {
          case 0 -> axes.channels(stored[0]);
          case 1 -> axes.inputs(stored[1]);
          default -> axes.fixed(stored[axis]);
        }
      }
    } else if (MATRICES.contains(type)) {
      int gates = gates(layer, stored[0]);
      if (gates > 1) {
        axes.fixed(gates);
      }
      axes.channels(stored[0] / gates);
      for (int axis = 1; axis < stored.length; axis++) {
        if (parameter.equals("W")) {
          axes.inputs(stored[axis]);
        } else {
          axes.channels(stored[axis]);
        }
      }
    } else if (NORMS.contains(type) || type == DepthwiseConvolution1D.class) {
      int channels = channelAxis(stored, ((FeedForwardLayer) layer).getNIn());
      for (int axis = 0; axis < stored.length; axis++) {
        if (axis == channels) {
          axes.inputs(stored[axis]);
        } else {
          axes.fixed(stored[axis]);
        }
      }
    } else {
      Arrays.stream(stored).forEach(axes::fixed);
    }
    return axes.build();
  }

  /** The last axis that has so many. */
  private static int channelAxis(int[] stored, long channels) {
    int axis = stored.length - 1;
    while (axis > 0 && stored[axis] != channels) {
      axis--;
    }
    return axis;
  }

  private static int gates(Layer layer, int columns) {
    if (layer instanceof MultiHeadSelfAttention attention) {
      return columns == 3 * attention.getNIn() ? 3 : 1; // queries, keys and values
    }
    return GATES.getOrDefault(layer.getClass(), 1);
  }

  private static final class Builder {
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> fixed = new ArrayList<>();
    private final int joined;

    Builder(int joined) {
      this.joined = joined;
    }

    void channels(int size) {
      sizes.add(size);
    }

    /** Channels of the layer's input. */
    void inputs(int size) {
      boolean whole = size % joined != 0;
      sizes.add(whole ? 1 : joined);
      sizes.add(whole ? size : size / joined);
    }

    void fixed(int size) {
      sizes.add(size);
      fixed.add(String.valueOf(size));
    }

    Axes build() {
      return new Axes(sizes, String.join("x", fixed));
    }
  }
}
