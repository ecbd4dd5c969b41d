package dev.espalier.eval.lower;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What a network's outputs are for.
 *
 * @param loss what training brings down
 * @param weights weight of each output in the loss, finite and not negative; empty for one each
 */
public record OutputSpec(Loss loss, ImmutableList<Double> weights) {
  public OutputSpec {
    for (double weight : weights) {
      if (!(weight >= 0.0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weights %s must be finite and not negative".formatted(weights));
      }
    }
  }

  /** All outputs weigh the same. */
  public static OutputSpec of(Loss loss) {
    return new OutputSpec(loss, ImmutableList.of());
  }

  /** With one weight an output. */
  public static OutputSpec weighted(Loss loss, List<Double> weights) {
    return new OutputSpec(loss, ImmutableList.copyOf(weights));
  }
}
