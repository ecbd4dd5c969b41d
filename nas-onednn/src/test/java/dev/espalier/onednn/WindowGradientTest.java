package dev.espalier.onednn;

import dev.espalier.onednn.layer.ActivationHardSwish;
import dev.espalier.onednn.layer.GroupedConvolution2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Layers that slide a window, in a matrix of their options, against stock in double precision. */
final class WindowGradientTest {
  /** Channels before the layer under test: a whole block of vector registers, and not. */
  private static final int[] CHANNELS = {1, 3, 8, 16};

  /** Window settings: kernel, stride, dilation, padding and mode. */
  record Shape(int height, int width, int step, int spread, int border, ConvolutionMode mode) {
    /** Whether it is tried with other options, of these numbers. */
    boolean isTriedWith(int... options) {
      return LongForm.includes(
          height + width + step + spread + border + (mode == ConvolutionMode.Same ? 1 : 0),
          Arrays.stream(options).sum());
    }

    int[] kernel() {
      return new int[] {height, width};
    }

    int[] stride() {
      return new int[] {step, step};
    }

    int[] dilation() {
      return new int[] {spread, spread};
    }

    int[] padding() {
      return new int[] {border, border};
    }
  }

  static Stream<Named<Shape>> windows() {
    List<Shape> shapes = new ArrayList<>();
    for (int[] kernel : new int[][] {{1, 1}, {3, 3}, {5, 5}, {2, 2}, {1, 3}, {3, 2}}) {
      for (int stride : new int[] {1, 2, 3}) {
        if (stride <= Math.min(kernel[0], kernel[1])) {
          shapes.add(shape(kernel, stride, 1, 0, ConvolutionMode.Same));
        }
        shapes.add(shape(kernel, stride, 1, 0, ConvolutionMode.Truncate));
        shapes.add(shape(kernel, stride, 1, kernel[0] / 2, ConvolutionMode.Truncate));
      }
      shapes.add(shape(kernel, 1, 2, 0, ConvolutionMode.Same));
      shapes.add(shape(kernel, 1, 2, 1, ConvolutionMode.Truncate));
    }
    return shapes.stream()
        .map(
            s ->
                Named.of(
                    "%dx%d stride %d dilation %d padding %d %s"
                        .formatted(
                            s.height(), s.width(), s.step(), s.spread(), s.border(), s.mode()),
                    s));
  }

  private static Shape shape(
      int[] kernel, int stride, int dilation, int padding, ConvolutionMode mode) {
    return new Shape(kernel[0], kernel[1], stride, dilation, padding, mode);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolution(Shape s) {
    for (int channels : CHANNELS) {
      for (boolean bias : new boolean[] {true, false}) {
        if (!s.isTriedWith(channels, bias ? 1 : 0)) {
          continue;
        }
        Networks.check(
            new ConvolutionLayer.Builder(s.kernel())
                .stride(s.stride())
                .dilation(s.dilation())
                .padding(s.padding())
                .convolutionMode(s.mode())
                .nOut(channels == 3 ? 5 : 8)
                .hasBias(bias)
                .activation(Activation.IDENTITY)
                .build(),
            channels,
            9,
            7);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void depthwiseConvolution(Shape s) {
    if (s.spread() > 1 || s.height() * s.width() == 1) {
      return; // the stock graph, which is compared with, does not run it
    }
    for (int channels : CHANNELS) {
      if (!s.isTriedWith(channels)) {
        continue;
      }
      Networks.check(
          new DepthwiseConvolution2D.Builder(s.kernel())
              .stride(s.stride())
              .padding(s.padding())
              .convolutionMode(s.mode())
              .depthMultiplier(channels == 3 ? 2 : 1)
              .nOut(channels == 3 ? 6 : channels)
              .hasBias(channels != 8)
              .activation(Activation.TANH)
              .build(),
          channels,
          9,
          7);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void groupedConvolution(Shape s) {
    for (int[] sizes : new int[][] {{6, 2, 4}, {8, 8, 8}, {3, 3, 6}, {16, 16, 16}, {16, 2, 16}}) {
      if (!s.isTriedWith(sizes[0] + sizes[1] / 2)) {
        continue;
      }
      Networks.check(
          new GroupedConvolution2D.Builder(s.kernel())
              .groups(sizes[1])
              .stride(s.stride())
              .dilation(s.dilation())
              .padding(s.padding())
              .convolutionMode(s.mode())
              .nOut(sizes[2])
              .hasBias(sizes[0] != 8)
              .activation(new ActivationHardSwish())
              .build(),
          sizes[0],
          9,
          7);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void separableConvolution(Shape s) {
    if (s.spread() > 1) {
      return; // as above
    }
    for (int channels : new int[] {3, 8}) {
      Networks.check(
          new SeparableConvolution2D.Builder(s.kernel())
              .stride(s.stride())
              .padding(s.padding())
              .convolutionMode(s.mode())
              .depthMultiplier(channels == 3 ? 2 : 1)
              .nOut(4)
              .hasBias(channels == 3)
              .activation(Activation.TANH)
              .build(),
          channels,
          9,
          7);
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void pooling(Shape s) {
    if (s.spread() > 1) {
      return; // not covered
    }
    for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG)) {
      for (boolean padded : new boolean[] {false, true}) {
        for (int channels : new int[] {3, 8}) {
          if (!s.isTriedWith(channels, padded ? 1 : 0, type == PoolingType.MAX ? 1 : 0)) {
            continue;
          }
          SubsamplingLayer layer =
              new SubsamplingLayer.Builder(s.kernel())
                  .poolingType(SubsamplingLayer.PoolingType.valueOf(type.name()))
                  .stride(s.stride())
                  .padding(s.padding())
                  .convolutionMode(s.mode())
                  .build();
          layer.setAvgPoolIncludePadInDivisor(padded);
          Networks.check(layer, channels, 9, 7);
        }
      }
    }
  }
}
