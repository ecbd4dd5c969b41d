package dev.espalier.eval.augment;

import dev.espalier.network.Shape;
import java.util.random.RandomGenerator;

/** Exchanges left and right of every other image, by chance. */
record FlipChange(Shape.Image image) implements Change {
  @Override
  public void apply(float[] features, float[] targets, int examples, RandomGenerator random) {
    int size = Math.toIntExact(image.elements());
    for (int example = 0; example < examples; example++) {
      if (random.nextBoolean()) {
        mirror(features, example * size, size);
      }
    }
  }

  private void mirror(float[] pixels, int from, int size) {
    int width = image.width();
    for (int row = from; row < from + size; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        float kept = pixels[left];
        pixels[left] = pixels[right];
        pixels[right] = kept;
      }
    }
  }
}
