package dev.espalier.objective;

import com.google.common.collect.ImmutableList;
import com.google.common.math.Stats;
import com.google.common.primitives.Doubles;

/**
 * Repeated measurements of one thing, such as the test accuracy over several seeds.
 *
 * @param values at least one, all finite
 */
public record Summary(ImmutableList<Double> values) {
  public Summary {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values must hold at least one measurement");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("values (%s) must be finite".formatted(values));
      }
    }
  }

  public static Summary of(double... values) {
    return new Summary(ImmutableList.copyOf(Doubles.asList(values)));
  }

  public int n() {
    return values.size();
  }

  public double mean() {
    return Stats.meanOf(values);
  }

  /** Standard deviation of the sample (over n - 1); 0 for a single value. */
  public double std() {
    return n() == 1 ? 0.0 : Stats.of(values).sampleStandardDeviation();
  }

  /** Standard error of the mean; 0 for a single value. */
  public double standardError() {
    return std() / Math.sqrt(n());
  }
}
