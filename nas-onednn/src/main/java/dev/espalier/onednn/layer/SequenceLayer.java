package dev.espalier.onednn.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer on sequences {@code [batch, features, steps]} that keeps their size. Like every DL4J
 * configuration it is mutable and not thread-safe.
 */
public abstract class SequenceLayer extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  /** For the JSON reader, which sets every property afterwards. */
  SequenceLayer() {}

  SequenceLayer(Builder<?> builder) {
    super(builder);
  }

  /** The layer that computes, without parameters yet. */
  abstract org.deeplearning4j.nn.layers.BaseLayer<?> runtime(
      NeuralNetConfiguration conf, DataType dataType);

  /**
   * Checks the settings once the number of features is known.
   *
   * @throws IllegalArgumentException naming the setting, its value and what would be right
   */
  abstract void check();

  /** Whether plain vectors {@code [batch, features]} are taken as well. */
  boolean takesVectors() {
    return false;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    if (nOut != nIn) {
      throw new IllegalArgumentException(
          "nOut (%s) of layer \"%s\" must be its nIn (%s): it keeps the size of its input"
              .formatted(nOut, getLayerName(), nIn));
    }
    check();
    return assembled(
        this, runtime(conf, dataType), conf, listeners, layerIndex, paramsView, initializeParams);
  }

  /** A layer with its parameters in place. */
  static Layer assembled(
      FeedForwardLayer settings,
      org.deeplearning4j.nn.layers.BaseLayer<?> layer,
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams) {
    LayerValidation.assertNInNOutSet(
        settings.getClass().getSimpleName(),
        settings.getLayerName(),
        layerIndex,
        settings.getNIn(),
        settings.getNOut());
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(paramsView);
    layer.setParamTable(settings.initializer().init(conf, paramsView, initializeParams));
    return layer;
  }

  /**
   * Takes the number of features from the input.
   *
   * @throws IllegalArgumentException if it is no sequence with features before steps
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long features = features(inputType);
    if (nIn <= 0 || override) {
      nIn = features;
    }
    if (nOut <= 0 || override) {
      nOut = nIn;
    }
    check();
  }

  private long features(InputType type) {
    if (type instanceof InputType.InputTypeRecurrent sequence
        && sequence.getFormat() != RNNFormat.NWC) {
      return sequence.getSize();
    }
    if (takesVectors() && type instanceof InputType.InputTypeFeedForward vector) {
      return vector.getSize();
    }
    throw new IllegalArgumentException(
        "input of layer \"%s\" (%s) must be sequences [batch, features, steps]"
            .formatted(getLayerName(), type));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    features(inputType);
    return inputType;
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    features(inputType);
    return null;
  }

  @Override
  public boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, inputType)
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(0, 0, 0, 2 * inputType.arrayElementsPerExample())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  /**
   * Settings that all have, in DL4J's style.
   *
   * @param <B> the layer's own builder
   */
  public abstract static class Builder<B extends Builder<B>> extends FeedForwardLayer.Builder<B> {
    Builder() {}

    /** Numbers at each step, at least 1; may be left to {@code setInputTypes}. */
    @SuppressWarnings("unchecked")
    public B features(int features) {
      nIn = features;
      nOut = features;
      return (B) this;
    }
  }
}
