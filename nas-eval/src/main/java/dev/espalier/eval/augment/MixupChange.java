package dev.espalier.eval.augment;

import java.util.random.RandomGenerator;

/**
 * Averages each example, and its targets, with those of a random permutation of the batch, in one
 * proportion drawn from Beta(alpha, alpha) (Zhang et al. 2018; lambda and alpha are theirs).
 */
final class MixupChange implements Change {
  private final double alpha;
  private float[] scratch = {};

  MixupChange(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public void apply(float[] features, float[] targets, int examples, RandomGenerator random) {
    float lambda = (float) Beta.symmetric(alpha, random);
    int[] partners = permutation(examples, random);
    mix(features, lambda, partners);
    mix(targets, lambda, partners);
  }

  private void mix(float[] values, float lambda, int[] partners) {
    if (scratch.length < values.length) {
      scratch = new float[values.length];
    }
    float[] before = scratch;
    System.arraycopy(values, 0, before, 0, values.length);
    float rest = 1.0f - lambda;
    int size = values.length / partners.length;
    for (int example = 0; example < partners.length; example++) {
      int own = example * size;
      int other = partners[example] * size;
      for (int i = 0; i < size; i++) {
        values[own + i] = lambda * before[own + i] + rest * before[other + i];
      }
    }
  }

  private static int[] permutation(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
