package dev.espalier.datasets.example;

/** The shape of one example's features. All sizes are at least 1. */
public sealed interface FeatureShape {

  /** Number of floats of one example. */
  int size();

  /**
   * An image, laid out row-major as {@code [channels, height, width]}.
   *
   * @param channels 1 for grey, 3 for red, green, blue
   * @param height pixels
   * @param width pixels
   */
  record Image(int channels, int height, int width) implements FeatureShape {
    public Image {
      positive("channels", channels);
      positive("height", height);
      positive("width", width);
      Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    @Override
    public int size() {
      return channels * height * width;
    }

    @Override
    public String toString() {
      return "image [%d channels, %d high, %d wide]".formatted(channels, height, width);
    }
  }

  /**
   * A plain vector of numbers.
   *
   * @param size number of features
   */
  record Vector(int size) implements FeatureShape {
    public Vector {
      positive("size", size);
    }

    @Override
    public String toString() {
      return "vector [%d]".formatted(size);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s (%d) must be at least 1".formatted(name, value));
    }
  }
}
