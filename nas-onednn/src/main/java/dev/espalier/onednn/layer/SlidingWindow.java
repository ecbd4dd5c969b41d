package dev.espalier.onednn.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.convolution.Convolution;

/**
 * How the window of one convolution slides over images of one size.
 *
 * <p>It unfolds images {@code [batch, channels, height, width]} into columns {@code [channels,
 * kernel height, kernel width, batch, output height, output width]}, channels first so that the
 * columns of a group lie side by side and a convolution is one matrix product a group.
 */
final class SlidingWindow {
  private final int[] kernel;
  private final int[] stride;
  private final int[] padding;
  private final int[] dilation;
  private final int[] inputSize;
  private final int[] outputSize;
  private final boolean same;

  private SlidingWindow(ConvolutionLayer layer, INDArray images) {
    ConvolutionMode mode = layer.getConvolutionMode();
    same = mode == ConvolutionMode.Same;
    kernel = layer.getKernelSize();
    stride = layer.getStride();
    dilation = layer.getDilation();
    inputSize = new int[] {(int) images.size(2), (int) images.size(3)};
    outputSize =
        ConvolutionUtils.getOutputSize(
            images, kernel, stride, layer.getPadding(), mode, dilation, CNN2DFormat.NCHW);
    padding =
        same
            ? ConvolutionUtils.getSameModeTopLeftPadding(
                outputSize, inputSize, kernel, stride, dilation)
            : layer.getPadding();
  }

  /**
   * @throws org.deeplearning4j.exception.DL4JInvalidInputException if the window does not fit the
   *     images
   */
  static SlidingWindow of(ConvolutionLayer layer, INDArray images) {
    return new SlidingWindow(layer, images);
  }

  /** Shape of the columns of such images. */
  long[] columnShape(long channels, long batch) {
    return new long[] {channels, kernel[0], kernel[1], batch, outputSize[0], outputSize[1]};
  }

  /** Shape of what the convolution gives, channels first. */
  long[] outputShape(long channels, long batch) {
    return new long[] {channels, batch, outputSize[0], outputSize[1]};
  }

  /** Fills the columns from the images; the padding reads as 0. */
  void unfold(INDArray images, INDArray columns) {
    Convolution.im2col(
        images,
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        padding[0],
        padding[1],
        dilation[0],
        dilation[1],
        same,
        batchFirst(columns));
  }

  /** Sums the columns back into the images, the transpose of {@link #unfold}. */
  void fold(INDArray columns, INDArray images) {
    Convolution.col2im(
        batchFirst(columns),
        images,
        stride[0],
        stride[1],
        padding[0],
        padding[1],
        inputSize[0],
        inputSize[1],
        dilation[0],
        dilation[1]);
  }

  /** The order of axes that ND4J's operations expect, as a view. */
  private static INDArray batchFirst(INDArray columns) {
    return columns.permute(3, 0, 1, 2, 4, 5);
  }
}
