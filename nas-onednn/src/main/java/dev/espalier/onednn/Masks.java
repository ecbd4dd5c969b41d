package dev.espalier.onednn;

import dev.espalier.onednn.layer.PositionalEncoding;
import dev.espalier.onednn.layer.StepsToMaps;
import dev.espalier.onednn.plan.Embed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the masks of a graph's inputs reach. They end where a series becomes maps, which know
 * none. An embedding before that makes zeros of the steps that are padding; plans get hidden tokens
 * in their place.
 */
final class Masks {
  private enum Reach {
    /** No layer sees the mask. */
    NOTHING,
    /** Embeddings see it, and no layer behind them. */
    EMBEDDING,
    LAYERS
  }

  private final List<Reach> inputs;

  private Masks(List<Reach> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  static Masks of(ComputationGraphConfiguration configuration) {
    List<Reach> inputs = new ArrayList<>();
    for (String input : configuration.getNetworkInputs()) {
      if (endsIn(configuration, input, Masks::isTurnedIntoMaps)) {
        inputs.add(Reach.NOTHING);
      } else {
        inputs.add(
            endsIn(configuration, input, Masks::isEmbeddedMap) ? Reach.EMBEDDING : Reach.LAYERS);
      }
    }
    return new Masks(inputs);
  }

  private static List<String> readers(ComputationGraphConfiguration configuration, String vertex) {
    List<String> readers = new ArrayList<>();
    configuration
        .getVertexInputs()
        .forEach(
            (reader, read) -> {
              if (read.contains(vertex)) {
                readers.add(reader);
              }
            });
    return readers;
  }

  /** Whether all that read a vertex are of a kind. */
  private static boolean endsIn(
      ComputationGraphConfiguration configuration,
      String vertex,
      BiPredicate<ComputationGraphConfiguration, String> kind) {
    return readers(configuration, vertex).stream()
        .allMatch(reader -> kind.test(configuration, reader));
  }

  /** Also behind positions, which padded steps get, too. */
  private static boolean isTurnedIntoMaps(
      ComputationGraphConfiguration configuration, String vertex) {
    GraphVertex settings = configuration.getVertices().get(vertex);
    return isLayer(settings, PositionalEncoding.class)
        ? endsIn(configuration, vertex, Masks::isTurnedIntoMaps)
        : settings instanceof PreprocessorVertex form
            && form.getPreProcessor() instanceof StepsToMaps;
  }

  private static boolean isEmbeddedMap(ComputationGraphConfiguration configuration, String vertex) {
    return isLayer(configuration.getVertices().get(vertex), EmbeddingSequenceLayer.class)
        && endsIn(configuration, vertex, Masks::isTurnedIntoMaps);
  }

  private static boolean isLayer(@Nullable GraphVertex vertex, Class<?> type) {
    return vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer().getClass() == type;
  }

  /** Masks of inputs without those that no layer sees; null where none is left. */
  INDArray @Nullable [] reaching(@Nullable INDArray @Nullable [] masks) {
    if (masks == null) {
      return null;
    }
    INDArray[] reaching = new INDArray[masks.length];
    boolean any = false;
    for (int i = 0; i < masks.length; i++) {
      if (masks[i] != null && inputs.get(i) != Reach.NOTHING) {
        reaching[i] = masks[i];
        any = true;
      }
    }
    return any ? reaching : null;
  }

  /** Whether a plan takes these masks: as hidden tokens, or not at all. */
  boolean areCovered(@Nullable INDArray @Nullable [] masks) {
    for (int i = 0; masks != null && i < masks.length; i++) {
      if (masks[i] != null && inputs.get(i) == Reach.LAYERS) {
        return false;
      }
    }
    return true;
  }

  /** Features for a plan that covers their masks, copied into the current workspace if hidden. */
  INDArray[] hide(INDArray[] features, @Nullable INDArray @Nullable [] masks) {
    if (reaching(masks) == null || masks == null) {
      return features;
    }
    INDArray[] hidden = features.clone();
    for (int i = 0; i < masks.length; i++) {
      INDArray mask = masks[i];
      if (mask != null && inputs.get(i) == Reach.EMBEDDING) {
        // 1 where the mask is 0: the token there becomes the hidden one.
        INDArray padding = mask.castTo(DataType.FLOAT).rsub(1f).reshape(features[i].shape());
        hidden[i] = features[i].mul(padding.rsub(1f)).addi(padding.muli(Embed.HIDDEN));
      }
    }
    return hidden;
  }
}
