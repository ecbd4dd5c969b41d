package dev.espalier.datasets.read;

import dev.espalier.datasets.example.FeatureShape;

/**
 * Changes the size and the number of channels of an image that comes row by row.
 *
 * <p>Resizing weighs source pixels with a triangle as wide as the larger of the two pixel sizes:
 * bilinear when enlarging, an area average when shrinking, without aliasing. Written here because
 * Java2D converts grey values between colour spaces on the way and differs between platforms. Only
 * the pixels under a triangle are visited, and no more than a few rows are held at a time.
 */
final class Resampler {
  private final FeatureShape.Image from;
  private final FeatureShape.Image to;
  private final Weights down;
  private final Weights across;

  /** What each target row has gathered of its column so far; null before and after its turn. */
  private final double[][][] gathered;

  private final float[] result;

  private Resampler(FeatureShape.Image from, FeatureShape.Image to) {
    this.from = from;
    this.to = to;
    this.down = Weights.of(from.height(), to.height());
    this.across = Weights.of(from.width(), to.width());
    this.gathered = new double[to.height()][][];
    this.result = new float[to.size()];
  }

  /** Gives the rows of an image, from the first to the last. */
  interface Rows {
    /**
     * Reads one row.
     *
     * @param row receives {@code [channels][width]}
     */
    void read(int y, float[][] row);
  }

  /** One image in the shape {@code from}, turned into the shape {@code to}. */
  static float[] convert(float[] image, FeatureShape.Image from, FeatureShape.Image to) {
    if (from.equals(to)) {
      return image;
    }
    int plane = from.height() * from.width();
    return convert(
        (y, row) -> {
          for (int channel = 0; channel < row.length; channel++) {
            System.arraycopy(
                image, channel * plane + y * from.width(), row[channel], 0, from.width());
          }
        },
        from,
        to);
  }

  /** The same for an image that need not be held as a whole. */
  static float[] convert(Rows rows, FeatureShape.Image from, FeatureShape.Image to) {
    requireChannels(from.channels(), to.channels());
    Resampler resampler = new Resampler(from, to);
    boolean sized = from.height() != to.height() || from.width() != to.width();
    float[][] row = new float[from.channels()][from.width()];
    float[][] coloured = new float[to.channels()][from.width()];
    int first = 0;
    for (int y = 0; y < from.height(); y++) {
      rows.read(y, row);
      recolour(row, coloured);
      if (sized) {
        first = resampler.gather(y, coloured, first);
      } else {
        resampler.copy(y, coloured);
      }
    }
    return resampler.result;
  }

  private void copy(int y, float[][] row) {
    for (int channel = 0; channel < row.length; channel++) {
      System.arraycopy(
          row[channel], 0, result, (channel * to.height() + y) * to.width(), to.width());
    }
  }

  /**
   * Adds a source row to the target rows that see it.
   *
   * @param first target row that may see it
   * @return the same for the next one
   */
  private int gather(int y, float[][] row, int first) {
    int start = first;
    for (int target = first; target < to.height() && down.first(target) <= y; target++) {
      if (y < down.end(target)) {
        add(target, row, down.weight(target, y));
      }
      if (y == down.end(target) - 1) {
        finish(target);
        start = target + 1;
      }
    }
    return start;
  }

  private void add(int target, float[][] row, double weight) {
    double[][] sums = gathered[target];
    if (sums == null) {
      sums = new double[row.length][from.width()];
      gathered[target] = sums;
    }
    for (int channel = 0; channel < row.length; channel++) {
      float[] values = row[channel];
      double[] sum = sums[channel];
      for (int x = 0; x < values.length; x++) {
        sum[x] += weight * values[x];
      }
    }
  }

  private void finish(int target) {
    double[][] sums = gathered[target];
    for (int channel = 0; channel < to.channels(); channel++) {
      for (int x = 0; x < to.width(); x++) {
        double sum = 0;
        for (int k = across.first(x); k < across.end(x); k++) {
          sum += across.weight(x, k) * sums[channel][k];
        }
        result[(channel * to.height() + target) * to.width() + x] = (float) sum;
      }
    }
    gathered[target] = null;
  }

  private static void requireChannels(int from, int to) {
    if (from != to && from != 1 && !(from == 3 && to == 1)) {
      throw new IllegalArgumentException(
          "cannot turn %s channels into %s; 1 to any and 3 to 1 are possible".formatted(from, to));
    }
  }

  /** Grey to colour repeats the channel; colour to grey weighs it by ITU-R BT.601 luma. */
  private static void recolour(float[][] row, float[][] coloured) {
    if (row.length == 3 && coloured.length == 1) {
      for (int x = 0; x < row[0].length; x++) {
        coloured[0][x] = 0.299f * row[0][x] + 0.587f * row[1][x] + 0.114f * row[2][x];
      }
      return;
    }
    for (int channel = 0; channel < coloured.length; channel++) {
      System.arraycopy(
          row[Math.min(channel, row.length - 1)], 0, coloured[channel], 0, row[0].length);
    }
  }

  /** Weights of the source pixels under each target pixel; those of one sum to one. */
  private static final class Weights {
    private final int[] firsts;
    private final double[][] weights;

    private Weights(int[] firsts, double[][] weights) {
      this.firsts = firsts;
      this.weights = weights;
    }

    static Weights of(int from, int to) {
      double scale = (double) from / to;
      double radius = Math.max(1.0, scale);
      int[] firsts = new int[to];
      double[][] weights = new double[to][];
      for (int target = 0; target < to; target++) {
        double centre = (target + 0.5) * scale - 0.5;
        int first = Math.max(0, (int) Math.floor(centre - radius) + 1);
        int end = Math.min(from, (int) Math.ceil(centre + radius));
        double[] own = new double[end - first];
        double total = 0;
        for (int source = first; source < end; source++) {
          own[source - first] = Math.max(0.0, 1.0 - Math.abs(source - centre) / radius);
          total += own[source - first];
        }
        for (int i = 0; i < own.length; i++) {
          own[i] /= total;
        }
        firsts[target] = first;
        weights[target] = own;
      }
      return new Weights(firsts, weights);
    }

    int first(int target) {
      return firsts[target];
    }

    int end(int target) {
      return firsts[target] + weights[target].length;
    }

    double weight(int target, int source) {
      return weights[target][source - firsts[target]];
    }
  }
}
