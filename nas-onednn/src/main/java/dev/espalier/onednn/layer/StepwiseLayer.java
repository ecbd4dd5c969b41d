package dev.espalier.onednn.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent layer on sequences {@code [batch, nIn, steps]}, giving {@code [batch, nOut, steps]}.
 * Like every DL4J configuration it is mutable and not thread-safe.
 */
public abstract class StepwiseLayer extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;

  /** For the JSON reader, which sets every property afterwards. */
  StepwiseLayer() {}

  StepwiseLayer(Builder<?> builder) {
    super(builder);
  }

  /** The layer that computes, without parameters yet. */
  abstract StepwiseRuntime<?, ?> runtime(NeuralNetConfiguration conf, DataType dataType);

  /** Arrays of the output's size that a pass keeps at each step. */
  abstract int kept();

  /**
   * Takes the builder's constraints, once all settings that say what parameters there are have been
   * made.
   *
   * @param input the parameter that is multiplied with the input
   * @param recurrent those that are multiplied with states
   */
  final void constrain(Builder<?> builder, String input, Set<String> recurrent) {
    initializeConstraints(builder);
    constrain(Set.of(input), builder.getInputWeightConstraints());
    constrain(recurrent, builder.getRecurrentConstraints());
  }

  private void constrain(Set<String> keys, @Nullable List<LayerConstraint> added) {
    if (added == null) {
      return;
    }
    List<LayerConstraint> all = new ArrayList<>(constraints == null ? List.of() : constraints);
    for (LayerConstraint constraint : added) {
      LayerConstraint own = constraint.clone();
      own.setParams(keys);
      all.add(own);
    }
    constraints = all;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    if (getRnnDataFormat() == RNNFormat.NWC) {
      throw new IllegalArgumentException(
          "data format of layer \"%s\" (NWC) must be NCW: [batch, features, steps]"
              .formatted(getLayerName()));
    }
    return SequenceLayer.assembled(
        this, runtime(conf, dataType), conf, listeners, layerIndex, paramsView, initializeParams);
  }

  @Override
  public boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    InputType output = getOutputType(-1, inputType);
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, output)
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(0, 0, 0, kept() * output.arrayElementsPerExample())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  /**
   * Settings that all have, in DL4J's style; {@code nIn} may be left to {@code setInputTypes}.
   *
   * @param <B> the layer's own builder
   */
  public abstract static class Builder<B extends Builder<B>> extends BaseRecurrentLayer.Builder<B> {
    Builder() {}
  }
}
