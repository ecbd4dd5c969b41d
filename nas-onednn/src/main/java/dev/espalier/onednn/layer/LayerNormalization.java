package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Normalises the features of each step to mean 0 and variance 1, then scales and shifts each
 * feature (Ba, Kiros and Hinton, "Layer normalization", 2016). Takes sequences {@code [batch,
 * features, steps]} and vectors {@code [batch, features]}.
 *
 * <p>Parameters, in the order of the flattened view: {@code gamma}, which starts at 1, and {@code
 * beta}, which starts at 0, of shape {@code [1, features]} each. Both count as biases: they are
 * regularised as such, if at all.
 */
public final class LayerNormalization extends SequenceLayer {
  private static final long serialVersionUID = 1L;
  private static final String GAMMA = "gamma";
  private static final String BETA = "beta";
  private static final double USUAL_EPSILON = 1e-5;

  private static final ParameterLayout<LayerNormalization> LAYOUT =
      new ParameterLayout<>(
          LayerNormalization.class,
          layer ->
              List.of(
                  Parameter.bias(GAMMA, layer.getNIn(), 1.0),
                  Parameter.bias(BETA, layer.getNIn(), 0.0)));

  private double epsilon = USUAL_EPSILON;

  /** For the JSON reader. */
  LayerNormalization() {}

  private LayerNormalization(Builder builder) {
    super(builder);
    epsilon = builder.epsilon;
    check();
    initializeConstraints(builder);
  }

  /** What is added to the variance. */
  public double getEpsilon() {
    return epsilon;
  }

  /** Sets {@link #getEpsilon}. */
  public void setEpsilon(double epsilon) {
    this.epsilon = epsilon;
  }

  @Override
  boolean takesVectors() {
    return true;
  }

  @Override
  void check() {
    if (!(epsilon > 0.0 && epsilon < 1.0)) {
      throw new IllegalArgumentException(
          "epsilon (%s) of layer \"%s\" must lie in (0, 1)".formatted(epsilon, getLayerName()));
    }
  }

  @Override
  public ParamInitializer initializer() {
    return LAYOUT;
  }

  @Override
  org.deeplearning4j.nn.layers.BaseLayer<?> runtime(
      NeuralNetConfiguration conf, DataType dataType) {
    return new Computation(conf, dataType);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LayerNormalization that
        && epsilon == that.epsilon
        && super.equals(that);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(epsilon);
  }

  /** Settings of the layer. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private double epsilon = USUAL_EPSILON;

    /** What is added to the variance, in (0, 1); 1e-5 unless set. */
    public Builder epsilon(double value) {
      epsilon = value;
      return this;
    }

    @Override
    public LayerNormalization build() {
      return new LayerNormalization(this);
    }
  }

  private static final class Computation extends SequenceRuntime<LayerNormalization> {
    private static final long serialVersionUID = 1L;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    /** Rows of mean 0 and variance 1, and the inverse deviation that each was multiplied by. */
    private record Normal(INDArray rows, INDArray inverse) {}

    private Normal normal() {
      INDArray rows = rows(input);
      INDArray centred = rows.subColumnVector(rows.mean(true, 1));
      INDArray variance = centred.mul(centred).mean(true, 1);
      INDArray inverse = Transforms.sqrt(variance.add(layerConf().getEpsilon())).rdiv(1.0);
      return new Normal(centred.muliColumnVector(inverse), inverse);
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray y =
          normal()
              .rows()
              .muliRowVector(parameter(GAMMA, training, workspaces))
              .addiRowVector(parameter(BETA, training, workspaces));
      return sequences(y, input);
    }

    @Override
    INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
      Normal normal = normal();
      INDArray dy = rows(epsilon);
      gradientView(GAMMA).assign(dy.mul(normal.rows()).sum(true, 0));
      gradientView(BETA).assign(dy.sum(true, 0));
      INDArray dn = dy.mulRowVector(parameter(GAMMA, true, workspaces));
      INDArray along = dn.mul(normal.rows()).mean(true, 1);
      INDArray dx =
          dn.subColumnVector(dn.mean(true, 1))
              .subi(normal.rows().mulColumnVector(along))
              .muliColumnVector(normal.inverse());
      return sequences(dx, input);
    }

    @Override
    public Type type() {
      return Type.NORMALIZATION;
    }
  }
}
