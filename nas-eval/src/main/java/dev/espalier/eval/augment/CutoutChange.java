package dev.espalier.eval.augment;

import dev.espalier.network.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Sets a square of each image to 0, in all channels; its centre is any pixel. */
record CutoutChange(Shape.Image image, int side) implements Change {
  @Override
  public void apply(float[] features, float[] targets, int examples, RandomGenerator random) {
    int height = image.height();
    int width = image.width();
    for (int example = 0; example < examples; example++) {
      int top = random.nextInt(height) - side / 2;
      int left = random.nextInt(width) - side / 2;
      int firstColumn = Math.max(0, left);
      int endColumn = Math.min(width, left + side);
      for (int channel = 0; channel < image.channels(); channel++) {
        int plane = (example * image.channels() + channel) * height;
        for (int row = Math.max(0, top); row < Math.min(height, top + side); row++) {
          int start = (plane + row) * width;
          Arrays.fill(features, start + firstColumn, start + endColumn, 0.0f);
        }
      }
    }
  }
}
