package dev.espalier.onednn.layer;

import static dev.espalier.onednn.layer.Setting.Size.of;
import static org.deeplearning4j.nn.conf.ConvolutionMode.Same;
import static org.deeplearning4j.nn.conf.ConvolutionMode.Strict;
import static org.deeplearning4j.nn.conf.ConvolutionMode.Truncate;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.activations.Activation;

/** A convolution's window and the size of the images under it. */
record Setting(
    Size kernel,
    Size stride,
    Size padding,
    Size dilation,
    ConvolutionMode mode,
    boolean bias,
    int batch,
    Size image) {

  /** A height and a width. */
  record Size(int height, int width) {
    static Size of(int height, int width) {
      return new Size(height, width);
    }

    int[] toArray() {
      return new int[] {height, width};
    }

    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  /** Modes, strides, dilations, paddings and biases, with sizes of 1 and odd ones among them. */
  static List<Setting> all() {
    return List.of(
        new Setting(of(3, 3), of(1, 1), of(0, 0), of(1, 1), Truncate, true, 3, of(7, 9)),
        new Setting(of(3, 3), of(1, 1), of(1, 1), of(1, 1), Truncate, false, 2, of(7, 5)),
        new Setting(of(3, 2), of(2, 1), of(1, 0), of(1, 1), Truncate, true, 2, of(8, 5)),
        new Setting(of(3, 3), of(2, 2), of(1, 1), of(2, 2), Truncate, true, 2, of(9, 9)),
        new Setting(of(2, 3), of(1, 2), of(0, 2), of(3, 1), Truncate, false, 1, of(7, 11)),
        new Setting(of(3, 3), of(2, 2), of(0, 0), of(1, 1), Strict, true, 2, of(7, 9)),
        new Setting(of(3, 3), of(1, 1), of(2, 2), of(2, 2), Strict, false, 2, of(5, 5)),
        new Setting(of(3, 3), of(1, 1), of(0, 0), of(1, 1), Same, true, 2, of(5, 7)),
        new Setting(of(3, 3), of(2, 2), of(0, 0), of(1, 1), Same, false, 2, of(8, 7)),
        new Setting(of(2, 4), of(1, 1), of(0, 0), of(1, 1), Same, true, 2, of(5, 5)),
        new Setting(of(3, 5), of(1, 1), of(0, 0), of(2, 2), Same, true, 2, of(7, 6)),
        new Setting(of(5, 5), of(1, 1), of(0, 0), of(2, 2), Same, false, 1, of(9, 9)),
        new Setting(of(3, 3), of(2, 1), of(0, 0), of(2, 3), Same, true, 2, of(9, 7)),
        new Setting(of(1, 1), of(1, 1), of(0, 0), of(1, 1), Same, true, 2, of(3, 3)),
        new Setting(of(1, 1), of(2, 2), of(0, 0), of(1, 1), Truncate, false, 1, of(5, 5)),
        new Setting(of(3, 3), of(1, 1), of(0, 0), of(1, 1), Same, true, 1, of(1, 1)),
        new Setting(of(1, 1), of(1, 1), of(0, 0), of(1, 1), Truncate, true, 3, of(1, 1)));
  }

  boolean dilated() {
    return dilation.height() > 1 || dilation.width() > 1;
  }

  /** The builder with this window and a smooth activation. */
  <B extends ConvolutionLayer.BaseConvBuilder<B>> B applyTo(B builder) {
    return builder
        .kernelSize(kernel.toArray())
        .stride(stride.toArray())
        .padding(padding.toArray())
        .dilation(dilation.toArray())
        .convolutionMode(mode)
        .hasBias(bias)
        .activation(Activation.TANH);
  }

  @Override
  public String toString() {
    return "%dx%s kernel %s stride %s padding %s dilation %s %s%s"
        .formatted(batch, image, kernel, stride, padding, dilation, mode, bias ? " bias" : "");
  }
}
