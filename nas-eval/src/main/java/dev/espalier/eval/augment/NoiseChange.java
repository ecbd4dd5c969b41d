package dev.espalier.eval.augment;

import java.util.random.RandomGenerator;

/** Adds a normally distributed number of mean 0 to each feature. */
record NoiseChange(double std) implements Change {
  @Override
  public void apply(float[] features, float[] targets, int examples, RandomGenerator random) {
    for (int i = 0; i < features.length; i++) {
      features[i] += (float) (std * random.nextGaussian());
    }
  }
}
