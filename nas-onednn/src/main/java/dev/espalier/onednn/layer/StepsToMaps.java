package dev.espalier.onednn.layer;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Series as maps of one row: {@code [rows, features, steps]} becomes {@code [rows, features, 1,
 * steps]}. Masks end here: padding is pixels like others.
 */
public final class StepsToMaps implements InputPreProcessor {
  private static final long serialVersionUID = 1L;

  @Override
  public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaces) {
    if (input.rank() != 3) {
      throw new IllegalArgumentException(
          "input of rank %s; must be series [rows, features, steps]".formatted(input.rank()));
    }
    return workspaces
        .dup(ArrayType.ACTIVATIONS, input, 'c')
        .reshape('c', input.size(0), input.size(1), 1, input.size(2));
  }

  @Override
  public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaces) {
    return workspaces
        .dup(ArrayType.ACTIVATION_GRAD, output, 'c')
        .reshape('c', output.size(0), output.size(1), output.size(3));
  }

  @Override
  public InputPreProcessor clone() {
    return new StepsToMaps();
  }

  @Override
  public InputType getOutputType(InputType inputType) {
    InputType.InputTypeRecurrent series = (InputType.InputTypeRecurrent) inputType;
    long height = 1;
    return InputType.convolutional(height, series.getTimeSeriesLength(), series.getSize());
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      @Nullable INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
    return new Pair<>(null, currentMaskState);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepsToMaps;
  }

  @Override
  public int hashCode() {
    return StepsToMaps.class.hashCode();
  }

  @Override
  public String toString() {
    return "StepsToMaps()";
  }
}
