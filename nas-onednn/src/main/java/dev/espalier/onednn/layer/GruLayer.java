package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
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
 * Gated recurrent units (Cho et al., "Learning phrase representations using RNN encoder-decoder",
 * 2014) on sequences {@code [batch, nIn, steps]}, giving {@code [batch, nOut, steps]}; works inside
 * DL4J's {@code Bidirectional}. Input and state have a bias each and the reset gate acts after the
 * product, as in cuDNN and PyTorch's {@code nn.GRU}:
 *
 * <pre>
 * r = sigmoid(x Wr + br + h Ur + cr)    z = sigmoid(x Wz + bz + h Uz + cz)
 * n = tanh(x Wn + bn + r * (h Un + cn)) h' = (1 - z) * n + z * h
 * </pre>
 *
 * <p>Parameters, in the order of the flattened view: {@code W} of shape {@code [nIn, 3 nOut]},
 * {@code RW} (U above) of {@code [nOut, 3 nOut]}, {@code b} of {@code [1, 3 nOut]} and {@code rb}
 * (c above) of {@code [1, 3 nOut]}, in each the gates r, z, n side by side. Biases start at 0. The
 * activation of the configuration is not used. A step that a mask leaves out has the output and the
 * state 0.
 */
public final class GruLayer extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;
  static final String WEIGHTS = "W";
  static final String STATE_WEIGHTS = "RW";
  static final String BIAS = "b";
  static final String STATE_BIAS = "rb";

  private static final ParameterLayout<GruLayer> LAYOUT =
      new ParameterLayout<>(
          GruLayer.class,
          layer ->
              List.of(
                  Parameter.weight(WEIGHTS, layer.getNIn(), 3 * layer.getNOut()),
                  Parameter.weight(
                      STATE_WEIGHTS,
                      layer.getNOut(),
                      3 * layer.getNOut(),
                      layer.getWeightInitFnRecurrent()),
                  Parameter.bias(BIAS, 3 * layer.getNOut(), 0.0),
                  Parameter.bias(STATE_BIAS, 3 * layer.getNOut(), 0.0)));

  /** For the JSON reader, which sets every property afterwards. */
  GruLayer() {}

  private GruLayer(Builder builder) {
    super(builder);
    initializeConstraints(builder);
    constrain(WEIGHTS, builder.getInputWeightConstraints());
    constrain(STATE_WEIGHTS, builder.getRecurrentConstraints());
  }

  private void constrain(String key, @Nullable List<LayerConstraint> added) {
    if (added == null) {
      return;
    }
    List<LayerConstraint> all = new ArrayList<>(constraints == null ? List.of() : constraints);
    for (LayerConstraint constraint : added) {
      LayerConstraint own = constraint.clone();
      own.setParams(Set.of(key));
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
        this,
        new GruRuntime(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  @Override
  public ParamInitializer initializer() {
    return LAYOUT;
  }

  @Override
  public boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    InputType output = getOutputType(-1, inputType);
    return new LayerMemoryReport.Builder(getLayerName(), GruLayer.class, inputType, output)
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(0, 0, 0, 6 * output.arrayElementsPerExample())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GruLayer && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Settings of the layer, in DL4J's style; {@code nIn} may be left to {@code setInputTypes}. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends BaseRecurrentLayer.Builder<Builder> {
    @Override
    public GruLayer build() {
      return new GruLayer(this);
    }
  }
}
