package dev.espalier.strategies.controller;

/** Probabilities of options from their logits. */
final class Softmax {
  private Softmax() {}

  /** Of logits, 0 where the mask is not set. */
  static double[] of(double[] logits, boolean[] mask) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      most = mask[i] ? Math.max(most, logits[i]) : most;
    }
    double[] probabilities = new double[logits.length];
    double sum = 0.0;
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = mask[i] ? Math.exp(logits[i] - most) : 0.0;
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** The option at a place in [0, 1) of the cumulated probabilities. */
  static int draw(double[] probabilities, double place) {
    double sum = 0.0;
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += probabilities[i];
      last = probabilities[i] > 0.0 ? i : last;
      if (place < sum) {
        return i;
      }
    }
    return last;
  }

  /** Entropy in nats. */
  static double entropy(double[] probabilities) {
    double entropy = 0.0;
    for (double p : probabilities) {
      entropy -= p > 0.0 ? p * Math.log(p) : 0.0;
    }
    return entropy;
  }

  /**
   * Gradient, by the logits, of {@code weight * log p(chosen) + entropyWeight * entropy}.
   *
   * @param probabilities as they are
   */
  static double[] ascent(double[] probabilities, int chosen, double weight, double entropyWeight) {
    double entropy = entropy(probabilities);
    double[] gradient = new double[probabilities.length];
    for (int i = 0; i < gradient.length; i++) {
      double p = probabilities[i];
      gradient[i] = weight * ((i == chosen ? 1.0 : 0.0) - p);
      gradient[i] -= p > 0.0 ? entropyWeight * p * (Math.log(p) + entropy) : 0.0;
    }
    return gradient;
  }
}
