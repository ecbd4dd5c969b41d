package dev.espalier.onednn.layer;

import dev.espalier.onednn.layer.ParameterLayout.Parameter;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution over the steps of sequences {@code [batch, features, steps]} with a kernel of its own
 * for each feature; steps outside a sequence, or that a mask leaves out, count as zeros.
 *
 * <p>Parameters, in the order of the flattened view: {@code W} of shape {@code [features, kernel]}
 * and, with a bias, {@code b} of {@code [1, features]}, which starts at 0.
 */
public final class DepthwiseConvolution1D extends SequenceLayer {
  private static final long serialVersionUID = 1L;
  private static final String WEIGHTS = "W";
  private static final String BIAS = "b";

  private static final ParameterLayout<DepthwiseConvolution1D> LAYOUT =
      new ParameterLayout<>(DepthwiseConvolution1D.class, DepthwiseConvolution1D::parameters);

  private int kernel = 1;
  private int dilation = 1;
  private boolean causal;
  private boolean bias;

  /** For the JSON reader. */
  DepthwiseConvolution1D() {}

  private DepthwiseConvolution1D(Builder builder) {
    super(builder);
    kernel = builder.kernel;
    dilation = builder.dilation;
    causal = builder.causal;
    bias = builder.bias;
    check();
    initializeConstraints(builder);
  }

  private List<Parameter> parameters() {
    Parameter weights = Parameter.weight(WEIGHTS, nIn, kernel);
    return bias ? List.of(weights, Parameter.bias(BIAS, nIn, 0.0)) : List.of(weights);
  }

  /** Steps that a window takes in. */
  public int getKernel() {
    return kernel;
  }

  /** Sets {@link #getKernel}. */
  public void setKernel(int kernel) {
    this.kernel = kernel;
  }

  /** Distance between neighbouring steps of a window. */
  public int getDilation() {
    return dilation;
  }

  /** Sets {@link #getDilation}. */
  public void setDilation(int dilation) {
    this.dilation = dilation;
  }

  /** Whether a window ends at its step; else its step is in the middle. */
  public boolean isCausal() {
    return causal;
  }

  /** Sets {@link #isCausal}. */
  public void setCausal(boolean causal) {
    this.causal = causal;
  }

  /** Whether there is a bias. */
  public boolean isBias() {
    return bias;
  }

  /** Sets {@link #isBias}. */
  public void setBias(boolean bias) {
    this.bias = bias;
  }

  @Override
  void check() {
    if (kernel < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "kernel (%s) and dilation (%s) of layer \"%s\" must be at least 1"
              .formatted(kernel, dilation, getLayerName()));
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
    return other instanceof DepthwiseConvolution1D that
        && window().equals(that.window())
        && bias == that.bias
        && super.equals(that);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + window().hashCode();
  }

  private StepWindow window() {
    return new StepWindow(kernel, dilation, causal);
  }

  /** Settings of the layer. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private int kernel = 1;
    private int dilation = 1;
    private boolean causal;
    private boolean bias;

    /** Steps that a window takes in, at least 1; 1 unless set. */
    public Builder kernel(int steps) {
      kernel = steps;
      return this;
    }

    /** Distance between neighbouring steps of a window, at least 1; 1 unless set. */
    public Builder dilation(int steps) {
      dilation = steps;
      return this;
    }

    /** Whether a window ends at its step; no unless set. */
    public Builder causal(boolean value) {
      causal = value;
      return this;
    }

    /** Whether there is a bias; no unless set. */
    public Builder bias(boolean value) {
      bias = value;
      return this;
    }

    @Override
    public DepthwiseConvolution1D build() {
      return new DepthwiseConvolution1D(this);
    }
  }

  private static final class Computation extends SequenceRuntime<DepthwiseConvolution1D> {
    private static final long serialVersionUID = 1L;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    /** The weights of a tap, one a feature, to be multiplied with sequences. */
    private INDArray of(INDArray weights, int tap) {
      return acrossSteps(weights.getColumn(tap));
    }

    private INDArray acrossSteps(INDArray perFeature) {
      return perFeature.dup('c').reshape('c', 1, layerConf().getNIn(), 1);
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray x = input.castTo(dataType).mul(counted());
      INDArray y = Nd4j.create(dataType, x.shape(), 'f');
      StepWindow window = layerConf().window();
      INDArray weights = parameter(WEIGHTS, training, workspaces);
      window
          .taps(x.size(2))
          .forEach(tap -> window.outputs(y, tap).addi(window.inputs(x, tap).mul(of(weights, tap))));
      return layerConf().isBias() ? y.addi(acrossSteps(parameter(BIAS, training, workspaces))) : y;
    }

    @Override
    INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray x = input.castTo(dataType).mul(counted());
      INDArray dx = Nd4j.create(dataType, x.shape(), 'f');
      INDArray gradient = gradientView(WEIGHTS).assign(0.0);
      StepWindow window = layerConf().window();
      INDArray weights = parameter(WEIGHTS, true, workspaces);
      window
          .taps(x.size(2))
          .forEach(
              tap -> {
                INDArray dy = window.outputs(epsilon, tap);
                gradient.getColumn(tap).assign(dy.mul(window.inputs(x, tap)).sum(0, 2));
                window.inputs(dx, tap).addi(dy.mul(of(weights, tap)));
              });
      if (layerConf().isBias()) {
        gradientView(BIAS).assign(epsilon.sum(0, 2));
      }
      return dx.muli(counted());
    }
  }
}
