package dev.espalier.onednn;

import dev.espalier.onednn.layer.StepsToMaps;
import dev.espalier.onednn.plan.Memory;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the masks of a graph's inputs reach, and which of them a plan takes. They end where
 * series become maps, which know none. A plan takes one mask, of the only input of a graph, in
 * which the steps that count come first.
 */
final class Masks {
  /** Of each input, whether a layer sees its mask. */
  private final List<Boolean> reaches;

  /** Of each output, whether each step has a loss. */
  private final List<Boolean> ofSteps;

  private Masks(List<Boolean> reaches, List<Boolean> ofSteps) {
    this.reaches = List.copyOf(reaches);
    this.ofSteps = List.copyOf(ofSteps);
  }

  static Masks of(ComputationGraphConfiguration configuration) {
    return new Masks(
        configuration.getNetworkInputs().stream()
            .map(input -> !areAllTurnedIntoMaps(configuration, input))
            .toList(),
        configuration.getNetworkOutputs().stream()
            .map(output -> hasLossPerStep(configuration.getVertices().get(output)))
            .toList());
  }

  private static boolean hasLossPerStep(@Nullable GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
        && LayerTranslator.isLoss(layer.getLayerConf().getLayer(), Form.SERIES);
  }

  /**
   * Whether a plan knows which outputs count: of steps, by masks of labels wherever features have
   * one; others all.
   */
  boolean areClear(INDArray @Nullable [] features, INDArray @Nullable [] labels) {
    boolean masked = reaching(features) != null;
    for (int output = 0; output < ofSteps.size(); output++) {
      INDArray mask = labels == null ? null : labels[output];
      boolean clear =
          ofSteps.get(output) ? (mask == null ? !masked : mask.rank() == 2) : mask == null;
      if (!clear) {
        return false;
      }
    }
    return true;
  }

  private static boolean areAllTurnedIntoMaps(
      ComputationGraphConfiguration configuration, String input) {
    return configuration.getVertexInputs().entrySet().stream()
        .filter(reader -> reader.getValue().contains(input))
        .allMatch(
            reader ->
                configuration.getVertices().get(reader.getKey()) instanceof PreprocessorVertex form
                    && form.getPreProcessor() instanceof StepsToMaps);
  }

  /** Masks of inputs without those that no layer sees; null where none is left. */
  INDArray @Nullable [] reaching(INDArray @Nullable [] masks) {
    if (masks == null) {
      return null;
    }
    INDArray[] reaching = masks.clone();
    boolean any = false;
    for (int i = 0; i < masks.length; i++) {
      if (!reaches.get(i)) {
        reaching[i] = null;
      }
      any |= reaching[i] != null;
    }
    return any ? reaching : null;
  }

  /** What a plan gets besides the features; empty where it cannot take these masks. */
  Optional<List<INDArray>> taken(INDArray @Nullable [] masks) {
    INDArray[] reaching = reaching(masks);
    if (reaching == null) {
      return Optional.of(List.of());
    }
    return reaching.length == 1 && isPrefix(reaching[0])
        ? Optional.of(List.of(reaching[0]))
        : Optional.empty();
  }

  /**
   * Whether each row is one or more ones and then zeros; others mean something else to recurrent
   * layers.
   */
  private static boolean isPrefix(INDArray mask) {
    boolean plain =
        mask.rank() == 2
            && mask.dataType() == DataType.FLOAT
            && mask.ordering() == 'c'
            && !mask.isView();
    if (!plain) {
      return false;
    }
    int steps = (int) mask.size(1);
    boolean[] prefix = {true};
    Memory.use(
        mask,
        floats -> {
          for (int i = 0; i < floats.capacity(); i++) {
            float counts = floats.get(i);
            boolean right =
                i % steps == 0
                    ? counts == 1f
                    : (counts == 0f || counts == 1f) && counts <= floats.get(i - 1);
            prefix[0] &= right;
          }
        });
    return prefix[0];
  }
}
