package dev.espalier.evaluate;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import dev.espalier.trial.Fidelity;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation found, and how far it got. Immutable; {@code with...} adds to it.
 *
 * <pre>{@code
 * return Evaluation.of(context.fidelity(), Map.of("val_accuracy", 0.93)).withSeconds(12.5);
 * }</pre>
 *
 * @param metrics measured values by metric id, such as {@code val_accuracy}; all finite
 * @param reached how far the candidate was trained; less than was asked for where {@link
 *     TrialContext#report} said to stop
 * @param seconds wall-clock seconds spent training, not negative
 * @param state what the training can be gone on with from; empty if it cannot be
 * @param delta what the trial adds to weights that are shared, if it adds anything
 */
public record Evaluation(
    ImmutableMap<String, Double> metrics,
    Fidelity reached,
    double seconds,
    Optional<ByteSource> state,
    Optional<ByteSource> delta) {
  public Evaluation {
    metrics.forEach(
        (id, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s (%s) must be finite".formatted(id, value));
          }
        });
    if (!(seconds >= 0.0)) {
      throw new IllegalArgumentException("seconds (%s) must not be negative".formatted(seconds));
    }
  }

  /**
   * What was measured, at how far the candidate was trained.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  public static Evaluation of(Fidelity reached, Map<String, Double> metrics) {
    return new Evaluation(
        ImmutableMap.copyOf(metrics), reached, 0.0, Optional.empty(), Optional.empty());
  }

  /** With the time that the training took. */
  public Evaluation withSeconds(double spent) {
    return new Evaluation(metrics, reached, spent, state, delta);
  }

  /** With what the training can be gone on with from. */
  public Evaluation withState(ByteSource paused) {
    return new Evaluation(metrics, reached, seconds, Optional.of(paused), delta);
  }

  /** With what the trial adds to weights that are shared. */
  public Evaluation withDelta(ByteSource change) {
    return new Evaluation(metrics, reached, seconds, state, Optional.of(change));
  }
}
