package dev.espalier.eval.lower;

import dev.espalier.network.Padding;
import dev.espalier.network.Pooling;
import dev.espalier.network.Window;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Layers that slide a window over an image. */
record WindowLowering(Window window) {

  ConvolutionLayer convolution(int channels, int filters, boolean bias) {
    return new ConvolutionLayer.Builder(kernel())
        .stride(stride())
        .padding(padding())
        .dilation(window.dilation(), window.dilation())
        .convolutionMode(mode())
        .nIn(channels)
        .nOut(filters)
        .hasBias(bias)
        .activation(new ActivationIdentity())
        .build();
  }

  GroupedConvolution2D grouped(int channels, int filters, int groups, boolean bias) {
    return new GroupedConvolution2D.Builder(kernel())
        .groups(groups)
        .stride(stride())
        .padding(padding())
        .dilation(window.dilation(), window.dilation())
        .convolutionMode(mode())
        .nIn(channels)
        .nOut(filters)
        .hasBias(bias)
        .activation(new ActivationIdentity())
        .build();
  }

  /** Without bias. */
  DepthwiseConvolution2D depthwise(int channels, int multiplier) {
    // Deeplearning4j counts all channels as inputs of each filter; only the window's taps are.
    double deviation = Math.sqrt(2.0 / window.taps());
    return new DepthwiseConvolution2D.Builder(kernel())
        .stride(stride())
        .padding(padding())
        .dilation(window.dilation(), window.dilation())
        .convolutionMode(mode())
        .nIn(channels)
        .nOut(channels * multiplier)
        .depthMultiplier(multiplier)
        .weightInit(new WeightInitDistribution(new NormalDistribution(0.0, deviation)))
        .hasBias(false)
        .activation(new ActivationIdentity())
        .build();
  }

  SubsamplingLayer pool(Pooling pooling, boolean countPadding) {
    return new SubsamplingLayer.Builder(
            pooling == Pooling.MAX
                ? SubsamplingLayer.PoolingType.MAX
                : SubsamplingLayer.PoolingType.AVG)
        .kernelSize(kernel())
        .stride(stride())
        .padding(padding())
        .convolutionMode(mode())
        .avgPoolIncludePadInDivisor(countPadding)
        .build();
  }

  private int[] kernel() {
    return new int[] {window.kernelHeight(), window.kernelWidth()};
  }

  private int[] stride() {
    return new int[] {window.stride(), window.stride()};
  }

  private int[] padding() {
    return window.padding() instanceof Padding.Explicit explicit
        ? new int[] {explicit.height(), explicit.width()}
        : new int[] {0, 0};
  }

  private ConvolutionMode mode() {
    return window.padding() instanceof Padding.Same
        ? ConvolutionMode.Same
        : ConvolutionMode.Truncate;
  }
}
