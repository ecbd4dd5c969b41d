package dev.espalier.onednn.layer;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Hard swish, {@code f(x) = x relu6(x + 3) / 6} (Howard et al., "Searching for MobileNetV3", 2019,
 * section 5.2).
 *
 * <p>Its derivative is 0 below -3, {@code (2x + 3) / 6} in between and 1 above 3; at the two kinks
 * it is taken from outside. Stateless and thread-safe; all instances are equal.
 */
public final class ActivationHardSwish extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;

  /** Overwrites {@code in} with its activation and returns it. */
  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(gate(in));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    INDArray inside = in.gt(-3).castTo(in.dataType()).muli(in.lt(3).castTo(in.dataType()));
    INDArray gradient = inside.muli(in).divi(6).addi(gate(in)).muli(epsilon);
    return new Pair<>(gradient, null);
  }

  /** {@code relu6(x + 3) / 6}, a new array of values in [0, 1]. */
  private static INDArray gate(INDArray in) {
    return Transforms.relu6(in.add(3), false).divi(6);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ActivationHardSwish;
  }

  @Override
  public int hashCode() {
    return ActivationHardSwish.class.hashCode();
  }

  @Override
  public String toString() {
    return "hardswish";
  }
}
