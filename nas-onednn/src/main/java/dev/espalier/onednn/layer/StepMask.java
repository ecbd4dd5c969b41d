package dev.espalier.onednn.layer;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sets the padding of sequences {@code [batch, features, steps]} to zero, and with it the gradients
 * that come from there: for layers whose windows reach from one step into others. DL4J's {@code
 * MaskLayer} is not it: behind a {@code MergeVertex} it puts out memory that was never written. Has
 * no parameters.
 */
public final class StepMask extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  private static final ParameterLayout<StepMask> LAYOUT =
      new ParameterLayout<>(StepMask.class, layer -> List.of());

  /** For the JSON reader. */
  StepMask() {}

  private StepMask(Builder builder) {
    super(builder);
    initializeConstraints(builder);
  }

  @Override
  void check() {}

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
    return other instanceof StepMask && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Settings of the layer. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    @Override
    public StepMask build() {
      return new StepMask(this);
    }
  }

  private static final class Computation extends SequenceRuntime<StepMask> {
    private static final long serialVersionUID = 1L;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
      return masked(input.castTo(dataType));
    }

    @Override
    INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
      return masked(epsilon);
    }

    private INDArray masked(INDArray sequences) {
      return sequences.mul(counted());
    }

    @Override
    public Type type() {
      return Type.NORMALIZATION;
    }
  }
}
