package dev.espalier.eval.augment;

import java.util.random.RandomGenerator;

/** One operation on the examples of a batch, in place. */
interface Change {
  /**
   * Changes a batch.
   *
   * @param features one example after the other
   * @param targets what is learned of each, in the same order
   * @param examples how many there are, at least 1
   */
  void apply(float[] features, float[] targets, int examples, RandomGenerator random);
}
