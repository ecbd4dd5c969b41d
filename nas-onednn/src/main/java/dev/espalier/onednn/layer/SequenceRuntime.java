package dev.espalier.onednn.layer;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What layers on sequences have in common: steps as rows of matrices, in the precision of the
 * network.
 *
 * @param <C> the layer's configuration
 */
abstract class SequenceRuntime<C extends FeedForwardLayer> extends BaseLayer<C> {
  private static final long serialVersionUID = 1L;

  SequenceRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** The output for the input that was set. */
  abstract INDArray forward(boolean training, LayerWorkspaceMgr workspaces);

  /** The input's gradient for an output's; writes those of the parameters to their views. */
  abstract INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaces);

  @Override
  public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    requireSequences();
    applyDropOutIfNecessary(training, workspaces);
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, forward(training, workspaces));
  }

  @Override
  public final Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray dx = backward(epsilon.castTo(dataType), workspaces);
    Gradient gradient = new DefaultGradient();
    if (numParams() > 0) { // else there are no views
      gradientViews.forEach(gradient::setGradientFor);
    }
    weightNoiseParams.clear();
    return new Pair<>(
        gradient, backpropDropOutIfPresent(workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, dx)));
  }

  private void requireSequences() {
    boolean vector =
        input.rank() == 2 && layerConf() instanceof SequenceLayer layer && layer.takesVectors();
    if ((input.rank() != 3 && !vector) || input.size(1) != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          "input %s must be of shape [batch, %s, steps] %s"
              .formatted(Arrays.toString(input.shape()), layerConf().getNIn(), layerId()));
    }
  }

  /** {@code [batch, features, steps]} as one row of features a step, example by example. */
  final INDArray rows(INDArray sequences) {
    INDArray cast = sequences.castTo(dataType);
    return cast.rank() == 2
        ? cast.dup('c')
        : cast.permute(0, 2, 1).dup('c').reshape('c', cast.size(0) * cast.size(2), cast.size(1));
  }

  /** Rows as sequences of as many steps as another array has. */
  final INDArray sequences(INDArray rows, INDArray like) {
    return like.rank() == 2
        ? rows
        : rows.dup('c')
            .reshape('c', like.size(0), like.size(2), rows.size(1))
            .permute(0, 2, 1)
            .dup('f');
  }

  /** 1 at steps of the input that count, 0 at those that a mask leaves out: [batch, 1, steps]. */
  final INDArray counted() {
    long[] shape = {input.size(0), 1, input.size(2)};
    return maskArray == null
        ? Nd4j.ones(dataType, shape)
        : maskArray.castTo(dataType).dup('c').reshape('c', shape);
  }

  final INDArray parameter(String key, boolean training, LayerWorkspaceMgr workspaces) {
    return getParamWithNoise(key, training, workspaces);
  }

  final INDArray gradientView(String key) {
    return requireNonNull(gradientViews.get(key), key);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
