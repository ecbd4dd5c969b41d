package dev.espalier.evaluate;

import com.google.common.collect.ImmutableMap;

/**
 * What an evaluation found.
 *
 * @param metrics measured values by metric id, such as {@code val_accuracy}; all finite
 * @param trainSeconds wall-clock seconds spent training, not negative
 */
public record Evaluation(ImmutableMap<String, Double> metrics, double trainSeconds) {
  public Evaluation {
    metrics.forEach(
        (id, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s (%s) must be finite".formatted(id, value));
          }
        });
    if (!(trainSeconds >= 0.0)) {
      throw new IllegalArgumentException(
          "trainSeconds (%s) must not be negative".formatted(trainSeconds));
    }
  }
}
