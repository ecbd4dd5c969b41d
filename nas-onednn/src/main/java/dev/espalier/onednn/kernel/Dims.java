package dev.espalier.onednn.kernel;

/**
 * Size of a batch of feature maps. A vector is a map of one pixel, a sequence a map of one line.
 *
 * @param n examples, at least 1
 * @param c channels, at least 1
 * @param h height in pixels, at least 1
 * @param w width in pixels, at least 1
 */
public record Dims(int n, int c, int h, int w) {
  /** All sizes are positive. */
  public Dims {
    if (n < 1 || c < 1 || h < 1 || w < 1) {
      throw new IllegalArgumentException(
          "sizes (%s, %s, %s, %s) must be at least 1".formatted(n, c, h, w));
    }
  }

  /** Examples of so many features. */
  public static Dims vector(int n, int c) {
    return new Dims(n, c, 1, 1);
  }

  /** Scalars in all. */
  public long length() {
    return (long) n * c * h * w;
  }

  /** Whether each example is a vector. */
  public boolean isVector() {
    return h == 1 && w == 1;
  }

  /** The same maps with other channels. */
  public Dims withChannels(int channels) {
    return new Dims(n, channels, h, w);
  }

  long[] array() {
    return new long[] {n, c, h, w};
  }
}
