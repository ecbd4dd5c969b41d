package dev.espalier.onednn.layer;

import static java.util.Objects.requireNonNull;
import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.WEIGHT_KEY;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The grouped convolution in ND4J operations, in the precision of the network: the reference that
 * faster kernels answer to.
 *
 * <p>Images are unfolded into columns once; each group is then a matrix product, {@code Z = W X}
 * forward, {@code dW = dZ X'} and {@code dX = W' dZ} backward.
 */
final class GroupedConvolution2DLayer extends BaseLayer<GroupedConvolution2D> {
  private static final long serialVersionUID = 1L;

  GroupedConvolution2DLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * @param columns the unfolded input, see {@link SlidingWindow}
   * @param z before the activation, {@code [batch, nOut, height, width]}, a view of an array with
   *     the channels first
   */
  private record Convolved(SlidingWindow window, INDArray columns, INDArray z) {}

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    INDArray z = convolve(training, workspaces).z();
    return layerConf().getActivationFn().getActivation(z, training);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Convolved forward = convolve(true, workspaces);
    INDArray delta =
        layerConf()
            .getActivationFn()
            .backprop(forward.z(), epsilon.castTo(dataType))
            .getFirst()
            .permute(1, 0, 2, 3);
    INDArray dZ = byGroup(delta, 1);

    Gradient gradient = new DefaultGradient();
    if (hasBias()) {
      INDArray biasGradient = gradientView(BIAS_KEY);
      delta.sum(biasGradient, 1, 2, 3);
      gradient.setGradientFor(BIAS_KEY, biasGradient);
    }
    INDArray weightGradient = gradientView(WEIGHT_KEY);
    multiply(dZ, false, byGroup(forward.columns(), 3), true, byGroup(weightGradient, 1));
    gradient.setGradientFor(WEIGHT_KEY, weightGradient, 'c');

    INDArray weights = getParamWithNoise(WEIGHT_KEY, true, workspaces);
    INDArray columnGradient =
        workspaces.createUninitialized(
            ArrayType.BP_WORKING_MEM, dataType, forward.columns().shape(), 'c');
    multiply(byGroup(weights, 1), true, dZ, false, byGroup(columnGradient, 3));
    weightNoiseParams.clear();

    INDArray inputGradient =
        workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    forward.window().fold(columnGradient, inputGradient);
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
  }

  private Convolved convolve(boolean training, LayerWorkspaceMgr workspaces) {
    requireImages();
    INDArray images = input.castTo(dataType);
    SlidingWindow window = SlidingWindow.of(layerConf(), images);
    long batch = images.size(0);
    INDArray columns =
        workspaces.createUninitialized(
            ArrayType.FF_WORKING_MEM,
            dataType,
            window.columnShape(layerConf().getNIn(), batch),
            'c');
    window.unfold(images, columns);
    INDArray z =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, window.outputShape(layerConf().getNOut(), batch), 'c');
    INDArray weights = getParamWithNoise(WEIGHT_KEY, training, workspaces);
    multiply(byGroup(weights, 1), false, byGroup(columns, 3), false, byGroup(z, 1));
    if (hasBias()) {
      INDArray bias = getParamWithNoise(BIAS_KEY, training, workspaces);
      z.addi(bias.reshape(bias.length(), 1, 1, 1));
    }
    return new Convolved(window, columns, z.permute(1, 0, 2, 3));
  }

  /** For each group, the product of its two matrices into the third; see {@link #byGroup}. */
  private static void multiply(
      INDArray left, boolean transposeLeft, INDArray right, boolean transposeRight, INDArray out) {
    for (long group = 0; group < out.size(0); group++)
      Nd4j.matmul(
          matrix(left, group),
          matrix(right, group),
          matrix(out, group),
          transposeLeft,
          transposeRight,
          false);
  }

  /**
   * An array as one matrix a group, {@code [groups, rows, columns]}: a view where the array's
   * strides allow it, as those of 'c' order do; a copy elsewhere.
   *
   * @param rowAxes how many of the array's axes, the first being channels, become rows
   */
  private INDArray byGroup(INDArray array, int rowAxes) {
    int groups = layerConf().getGroups();
    long rows = 1;
    for (int axis = 0; axis < rowAxes; axis++) rows *= array.size(axis);
    return array.reshape('c', groups, rows / groups, array.length() / rows);
  }

  /** A group's matrix as a view; ND4J's own slices of a view at an offset may come out empty. */
  private static INDArray matrix(INDArray byGroup, long group) {
    long[] shape = {byGroup.size(1), byGroup.size(2)};
    long[] stride = {byGroup.stride(1), byGroup.stride(2)};
    long offset = byGroup.offset() + group * byGroup.stride(0);
    return Nd4j.create(byGroup.data(), shape, stride, offset, Shape.getOrder(shape, stride, -1));
  }

  private INDArray gradientView(String key) {
    return requireNonNull(gradientViews.get(key), key);
  }

  private void requireImages() {
    if (input.rank() != 4 || input.size(1) != layerConf().getNIn())
      throw new DL4JInvalidInputException(
          "input %s must be of shape [batch, %s, height, width] %s"
              .formatted(Arrays.toString(input.shape()), layerConf().getNIn(), layerId()));
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      @Nullable INDArray mask, MaskState state, int minibatchSize) {
    if (mask == null) return new Pair<>(null, state);
    GroupedConvolution2D conf = layerConf();
    INDArray reduced =
        ConvolutionUtils.cnn2dMaskReduction(
            mask,
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getDilation(),
            conf.getConvolutionMode());
    return new Pair<>(reduced, state);
  }

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }

  @Override
  public boolean hasBias() {
    return layerConf().hasBias();
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** In 'c' order, as the parameters lie; the base class would read 'f' order. */
  @Override
  public void setParams(INDArray params) {
    setParams(params, 'c');
  }
}
