package dev.espalier.datasets.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A mean and a standard deviation, to bring numbers to mean 0 and deviation 1.
 *
 * @param mean of the training split
 * @param std of the training split (population form); 1 where the numbers do not vary
 * @param constant whether the numbers of the training split do not vary. Nothing can be learned
 *     from other ones then, so all become 0
 */
public record Scale(
    double mean, double std, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean constant) {
  public Scale {
    if (!Double.isFinite(mean) || !(std > 0.0 && std < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "mean (%s) must be finite and std (%s) positive and finite".formatted(mean, std));
    }
  }

  /** One for numbers that vary. */
  public Scale(double mean, double std) {
    this(mean, std, false);
  }

  /** {@code (value - mean) / std}, in double precision; 0 where training saw one number only. */
  public float apply(double value) {
    return constant ? 0 : (float) ((value - mean) / std);
  }

  /** The value of which {@code scaled} is the scaled form. */
  public double undo(double scaled) {
    return scaled * std + mean;
  }

  /** Sums up numbers by Welford's method, which stays exact where sums of squares do not. */
  static final class Fit {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
    }

    Scale scale() {
      double std = count == 0 ? 0 : Math.sqrt(squares / count);
      // Below this the spread is rounding: dividing by it would only blow that up.
      boolean varies = std > 1e-12 * Math.max(1.0, Math.abs(mean));
      return new Scale(mean, varies ? std : 1.0, !varies);
    }

    long count() {
      return count;
    }
  }
}
