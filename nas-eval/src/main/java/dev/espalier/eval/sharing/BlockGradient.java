package dev.espalier.eval.sharing;

import dev.espalier.eval.weights.Corner;
import dev.espalier.eval.weights.Slot;
import java.util.Arrays;

/**
 * The gradients that paths have of one block, summed up over the largest part that they have. For
 * one thread.
 */
final class BlockGradient {
  private static final float[] ALL = {};

  private final boolean penalised;
  private int[] sizes;
  private float[] sum;
  private int paths = 1;

  /** How many paths have each number; {@link #ALL} where every path has all of them. */
  private float[] counts = ALL;

  private double rates;

  /**
   * Of one path.
   *
   * @param gradients of all its parameters
   * @param rate step size
   */
  BlockGradient(Slot slot, float[] gradients, double rate) {
    this.penalised = slot.penalised();
    this.sizes = slot.sizes();
    this.sum = Arrays.copyOfRange(gradients, slot.offset(), slot.offset() + slot.length());
    this.rates = rate;
  }

  /** Adds those of another path. */
  void add(Slot slot, float[] gradients, double rate) {
    if (!Arrays.equals(sizes, slot.sizes())) {
      widen(Corner.hull(sizes, slot.sizes()));
    }
    Corner corner = Corner.of(slot.sizes(), sizes);
    corner.add(gradients, slot.offset(), sum);
    if (!isEven()) {
      corner.add(filled(slot.length(), 1), 0, counts);
    }
    paths++;
    rates += rate;
  }

  private void widen(int[] wide) {
    Corner own = Corner.of(sizes, wide);
    float[] none = new float[Corner.length(wide)];
    counts = own.replaced(none, counts());
    sum = own.replaced(none, sum);
    sizes = wide;
  }

  private static float[] filled(int length, float number) {
    float[] filled = new float[length];
    Arrays.fill(filled, number);
    return filled;
  }

  /** Sizes of the part. */
  int[] sizes() {
    return sizes;
  }

  /** Whether penalties of weights hold for it. */
  boolean penalised() {
    return penalised;
  }

  /** Mean step size over the paths. */
  double rate() {
    return rates / paths;
  }

  /** How many paths have each number of the part. */
  float[] counts() {
    return isEven() ? filled(sum.length, paths) : counts;
  }

  /** Whether every path has every number. */
  boolean isEven() {
    return counts == ALL;
  }

  /**
   * The mean of each number over the paths that have it, for the caller to change; none is added
   * afterwards. What no path has is 0.
   */
  float[] mean() {
    if (isEven() && paths == 1) {
      return sum;
    }
    float[] mean = sum.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= isEven() ? paths : Math.max(1, counts[i]);
    }
    return mean;
  }
}
