package dev.espalier.objective;

import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Cost;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a network costs, known before any training. Less is better. */
public enum CostMetric {
  MACS,
  FLOPS,
  PARAMS,
  ACTIVATION_BYTES;

  /** The cost of a metric id; empty if the id is not that of a cost. */
  public static Optional<CostMetric> find(String id) {
    return Arrays.stream(values()).filter(cost -> cost.id().equals(id)).findFirst();
  }

  /** Whether a metric id is that of a cost. */
  public static boolean isCost(String id) {
    return find(id).isPresent();
  }

  /** All costs by metric id. */
  public static ImmutableMap<String, Double> all(Cost cost) {
    return Arrays.stream(values())
        .collect(ImmutableMap.toImmutableMap(CostMetric::id, metric -> (double) metric.of(cost)));
  }

  /** Metric id, such as {@code activation_bytes}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public long of(Cost cost) {
    return switch (this) {
      case MACS -> cost.macs();
      case FLOPS -> cost.flops();
      case PARAMS -> cost.params();
      case ACTIVATION_BYTES -> cost.activationBytes();
    };
  }

  /** Optimises this cost. */
  public Objective objective() {
    return Objective.minimize(id());
  }
}
