package dev.espalier.onednn.layer;

import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout between layers on sequences {@code [batch, features, steps]}, by the {@code dropOut} of
 * its configuration; DL4J's {@code DropoutLayer} refuses sequences that come with a mask. Has no
 * parameters.
 */
public final class SequenceDropout extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  private static final ParameterLayout<SequenceDropout> LAYOUT =
      new ParameterLayout<>(SequenceDropout.class, layer -> List.of());

  /** For the JSON reader. */
  SequenceDropout() {}

  private SequenceDropout(Builder builder) {
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
    return other instanceof SequenceDropout && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Settings of the layer; {@code dropOut} takes the probability of being kept. */
  @SuppressWarnings("unchecked") // DL4J lets the caller of build() choose the type it returns
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    @Override
    public SequenceDropout build() {
      return new SequenceDropout(this);
    }
  }

  private static final class Computation extends SequenceRuntime<SequenceDropout> {
    private static final long serialVersionUID = 1L;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    /** The base class has dropped what is to be dropped from the input. */
    @Override
    INDArray forward(boolean training, LayerWorkspaceMgr workspaces) {
      return input.castTo(dataType).dup();
    }

    @Override
    INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
      return epsilon.dup();
    }

    @Override
    public Type type() {
      return Type.NORMALIZATION;
    }
  }
}
