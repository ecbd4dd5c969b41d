package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

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
public final class GruLayer extends StepwiseLayer {
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
    constrain(builder, WEIGHTS, Set.of(STATE_WEIGHTS));
  }

  @Override
  StepwiseRuntime<?, ?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new GruRuntime(conf, dataType);
  }

  @Override
  int kept() {
    return 6;
  }

  @Override
  public ParamInitializer initializer() {
    return LAYOUT;
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
  public static final class Builder extends StepwiseLayer.Builder<Builder> {
    @Override
    public GruLayer build() {
      return new GruLayer(this);
    }
  }
}
