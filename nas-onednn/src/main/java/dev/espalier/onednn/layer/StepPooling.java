package dev.espalier.onednn.layer;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Maximum or average over neighbouring steps of sequences {@code [batch, features, steps]}, one
 * output a step, which is in the middle of its window, the first of the two middle ones of an even
 * number. Steps outside a sequence, or that a mask leaves out, neither win a maximum nor count in
 * an average; the output there is 0. Of equal maxima the first has the gradient. Has no parameters.
 */
public final class StepPooling extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  private static final ParameterLayout<StepPooling> LAYOUT =
      new ParameterLayout<>(StepPooling.class, layer -> List.of());

  private int kernel = 1;
  private boolean maximum;

  /** For the JSON reader. */
  StepPooling() {}

  private StepPooling(Builder builder) {
    super(builder);
    kernel = builder.kernel;
    maximum = builder.maximum;
    check();
    initializeConstraints(builder);
  }

  /** Steps that a window takes in. */
  public int getKernel() {
    return kernel;
  }

  /** Sets {@link #getKernel}. */
  public void setKernel(int kernel) {
    this.kernel = kernel;
  }

  /** Whether it is a maximum; else an average. */
  public boolean isMaximum() {
    return maximum;
  }

  /** Sets {@link #isMaximum}. */
  public void setMaximum(boolean maximum) {
    this.maximum = maximum;
  }

  @Override
  void check() {
    if (kernel < 1) {
      throw new IllegalArgumentException(
          "kernel (%s) of layer \"%s\" must be at least 1".formatted(kernel, getLayerName()));
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
    return other instanceof StepPooling that
        && kernel == that.kernel
        && maximum == that.maximum
        && super.equals(that);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + 2 * kernel + (maximum ? 1 : 0);
  }

  /** Settings of the layer. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private int kernel = 1;
    private boolean maximum;

    /** Steps that a window takes in, at least 1; 1 unless set. */
    public Builder kernel(int steps) {
      kernel = steps;
      return this;
    }

    /** Takes the maximum; the average unless set. */
    public Builder maximum() {
      maximum = true;
      return this;
    }

    @Override
    public StepPooling build() {
      return new StepPooling(this);
    }
  }

  private static final class Computation extends SequenceRuntime<StepPooling> {
    private static final long serialVersionUID = 1L;

    /** Less than anything that wins; no infinity, which 0 would multiply to no number. */
    private static final double LOW = -1e30;

    private static final double LOW_OF_HALF = -6e4;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    private StepWindow window() {
      return new StepWindow(layerConf().getKernel(), 1, false);
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray counted = counted();
      INDArray x = input.castTo(dataType);
      return layerConf().isMaximum()
          ? maxima(lowered(x, counted)).muli(counted)
          : sums(x.mul(counted)).divi(counts(counted)).muli(counted);
    }

    private double low() {
      return dataType == DataType.FLOAT16 ? LOW_OF_HALF : LOW;
    }

    private INDArray lowered(INDArray x, INDArray counted) {
      return x.mul(counted).addi(counted.rsub(1.0).muli(low()));
    }

    private INDArray maxima(INDArray x) {
      INDArray y = Nd4j.create(dataType, x.shape(), 'f').assign(low());
      StepWindow window = window();
      window
          .taps(x.size(2))
          .forEach(
              tap -> {
                INDArray best = window.outputs(y, tap);
                best.assign(Transforms.max(best, window.inputs(x, tap)));
              });
      return y;
    }

    private INDArray sums(INDArray x) {
      INDArray y = Nd4j.create(dataType, x.shape(), 'f');
      StepWindow window = window();
      window.taps(x.size(2)).forEach(tap -> window.outputs(y, tap).addi(window.inputs(x, tap)));
      return y;
    }

    /** How many steps each window counts, 1 where there is none. */
    private INDArray counts(INDArray counted) {
      return Transforms.max(sums(counted), 1.0);
    }

    @Override
    INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray counted = counted();
      INDArray dy = epsilon.mul(counted);
      INDArray dx =
          layerConf().isMaximum()
              ? fromMaxima(dy, lowered(input.castTo(dataType), counted))
              : fromAverages(dy.divi(counts(counted)));
      return dx.muli(counted);
    }

    private INDArray fromMaxima(INDArray dy, INDArray x) {
      INDArray dx = Nd4j.create(dataType, x.shape(), 'f');
      INDArray y = maxima(x);
      StepWindow window = window();
      window
          .taps(x.size(2))
          .forEach(
              tap -> {
                INDArray left = window.outputs(dy, tap);
                INDArray won = window.inputs(x, tap).eq(window.outputs(y, tap)).castTo(dataType);
                won.muli(left);
                window.inputs(dx, tap).addi(won);
                left.subi(won);
              });
      return dx;
    }

    private INDArray fromAverages(INDArray dy) {
      INDArray dx = Nd4j.create(dataType, dy.shape(), 'f');
      StepWindow window = window();
      window.taps(dy.size(2)).forEach(tap -> window.inputs(dx, tap).addi(window.outputs(dy, tap)));
      return dx;
    }

    @Override
    public Type type() {
      return Type.SUBSAMPLING;
    }
  }
}
