package dev.espalier.eval.augment;

import java.util.random.RandomGenerator;

/** Draws from symmetric beta distributions. */
final class Beta {
  private Beta() {}

  /**
   * A number in [0, 1] from Beta(alpha, alpha), as the share of one of two gamma variates in their
   * sum. In logarithms, as for a small alpha the variates themselves are too small for a double.
   */
  static double symmetric(double alpha, RandomGenerator random) {
    double one = logGamma(alpha, random);
    double other = logGamma(alpha, random);
    return 1.0 / (1.0 + Math.exp(other - one));
  }

  /**
   * The logarithm of a Gamma(shape, 1) variate by Marsaglia and Tsang (2000), "A simple method for
   * generating gamma variables"; their d and c. Shapes below 1 by their section 6: a variate of
   * shape + 1 times a power of a uniform one.
   */
  private static double logGamma(double shape, RandomGenerator random) {
    double d = shape + 1.0 - 1.0 / 3.0;
    double c = 1.0 / Math.sqrt(9.0 * d);
    while (true) {
      double x = random.nextGaussian();
      double root = 1.0 + c * x;
      if (root <= 0.0) {
        continue;
      }
      double v = root * root * root;
      if (Math.log(positive(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return Math.log(d * v) + Math.log(positive(random)) / shape;
      }
    }
  }

  /** Uniform in (0, 1]: its logarithm is finite. */
  private static double positive(RandomGenerator random) {
    return 1.0 - random.nextDouble();
  }
}
