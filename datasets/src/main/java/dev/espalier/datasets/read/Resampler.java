package dev.espalier.datasets.read;

import dev.espalier.datasets.example.FeatureShape;

/**
 * Changes the size and the number of channels of images held as floats.
 *
 * <p>Resizing weighs source pixels with a triangle as wide as the larger of the two pixel sizes:
 * bilinear when enlarging, an area average when shrinking, without aliasing. Written here because
 * Java2D converts grey values between colour spaces on the way and differs between platforms.
 */
final class Resampler {
  private Resampler() {}

  /** One image in the shape {@code from}, turned into the shape {@code to}. */
  static float[] convert(float[] image, FeatureShape.Image from, FeatureShape.Image to) {
    float[] coloured = recolour(image, from, to.channels());
    if (from.height() == to.height() && from.width() == to.width()) {
      return coloured;
    }
    float[] result = new float[to.size()];
    double[][] down = weights(from.height(), to.height());
    double[][] across = weights(from.width(), to.width());
    double[] column = new double[from.width()];
    for (int channel = 0; channel < to.channels(); channel++) {
      int base = channel * from.height() * from.width();
      for (int y = 0; y < to.height(); y++) {
        for (int x = 0; x < from.width(); x++) {
          double sum = 0;
          for (int k = 0; k < from.height(); k++) {
            sum += down[y][k] * coloured[base + k * from.width() + x];
          }
          column[x] = sum;
        }
        for (int x = 0; x < to.width(); x++) {
          double sum = 0;
          for (int k = 0; k < from.width(); k++) {
            sum += across[x][k] * column[k];
          }
          result[(channel * to.height() + y) * to.width() + x] = (float) sum;
        }
      }
    }
    return result;
  }

  /** Grey to colour repeats the channel; colour to grey weighs it by ITU-R BT.601 luma. */
  private static float[] recolour(float[] image, FeatureShape.Image from, int channels) {
    if (from.channels() == channels) {
      return image;
    }
    int plane = from.height() * from.width();
    float[] result = new float[channels * plane];
    if (from.channels() == 1) {
      for (int channel = 0; channel < channels; channel++) {
        System.arraycopy(image, 0, result, channel * plane, plane);
      }
    } else if (from.channels() == 3 && channels == 1) {
      for (int i = 0; i < plane; i++) {
        result[i] = 0.299f * image[i] + 0.587f * image[plane + i] + 0.114f * image[2 * plane + i];
      }
    } else {
      throw new IllegalArgumentException(
          "cannot turn %s channels into %s; 1 to any and 3 to 1 are possible"
              .formatted(from.channels(), channels));
    }
    return result;
  }

  /** Weight of each source pixel for each target pixel: rows sum to one. */
  private static double[][] weights(int from, int to) {
    double scale = (double) from / to;
    double radius = Math.max(1.0, scale);
    double[][] weights = new double[to][from];
    for (int target = 0; target < to; target++) {
      double centre = (target + 0.5) * scale - 0.5;
      double total = 0;
      for (int source = 0; source < from; source++) {
        double weight = Math.max(0.0, 1.0 - Math.abs(source - centre) / radius);
        weights[target][source] = weight;
        total += weight;
      }
      for (int source = 0; source < from; source++) {
        weights[target][source] /= total;
      }
    }
    return weights;
  }
}
