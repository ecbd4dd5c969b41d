package dev.espalier.eval.augment;

import dev.espalier.network.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Shifts each image by up to {@code padding} pixels each way, which is what padding with zeros and
 * cutting out comes to.
 */
record CropChange(Shape.Image image, int padding) implements Change {
  @Override
  public void apply(float[] features, float[] targets, int examples, RandomGenerator random) {
    int plane = image.height() * image.width();
    for (int example = 0; example < examples; example++) {
      int down = random.nextInt(-padding, padding + 1);
      int right = random.nextInt(-padding, padding + 1);
      for (int channel = 0; channel < image.channels(); channel++) {
        shift(features, (example * image.channels() + channel) * plane, down, right);
      }
    }
  }

  /** Row by row, starting where no row is overwritten before it has been read. */
  private void shift(float[] pixels, int from, int down, int right) {
    int height = image.height();
    for (int i = 0; i < height; i++) {
      int row = down > 0 ? height - 1 - i : i;
      int source = row - down;
      int start = from + row * image.width();
      if (source < 0 || source >= height) {
        Arrays.fill(pixels, start, start + image.width(), 0.0f);
      } else {
        copyShifted(pixels, from + source * image.width(), start, right);
      }
    }
  }

  private void copyShifted(float[] pixels, int source, int start, int right) {
    int kept = image.width() - Math.abs(right);
    if (right >= 0) {
      System.arraycopy(pixels, source, pixels, start + right, kept);
      Arrays.fill(pixels, start, start + right, 0.0f);
    } else {
      System.arraycopy(pixels, source - right, pixels, start, kept);
      Arrays.fill(pixels, start + kept, start + image.width(), 0.0f);
    }
  }
}
