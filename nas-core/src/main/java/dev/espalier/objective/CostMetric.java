package dev.espalier.objective;

import com.google.common.collect.ImmutableMap;
import dev.espalier.network.Network;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a network costs, known before any training. Less is better. */
public enum CostMetric {
  MACS,
  FLOPS,
  PARAMS,
  ACTIVATION_BYTES,

  /** {@link Network#depth}. */
  DEPTH;

  /** The cost of a metric id; empty if the id is not that of a cost. */
  public static Optional<CostMetric> find(String id) {
    return Arrays.stream(values()).filter(cost -> cost.id().equals(id)).findFirst();
  }

  /** Whether a metric id is that of a cost. */
  public static boolean isCost(String id) {
    return find(id).isPresent();
  }

  /**
   * All costs of a live network by metric id.
   *
   * @throws dev.espalier.network.NetworkException if the output does not depend on the input
   */
  public static ImmutableMap<String, Double> all(Network network) {
    return Arrays.stream(values())
        .collect(
            ImmutableMap.toImmutableMap(CostMetric::id, metric -> (double) metric.of(network)));
  }

  /** Metric id, such as {@code activation_bytes}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * This cost of a live network.
   *
   * @throws dev.espalier.network.NetworkException if the output does not depend on the input
   */
  public long of(Network network) {
    return switch (this) {
      case MACS -> network.cost().macs();
      case FLOPS -> network.cost().flops();
      case PARAMS -> network.cost().params();
      case ACTIVATION_BYTES -> network.cost().activationBytes();
      case DEPTH -> network.depth();
    };
  }

  /** Optimises this cost. */
  public Objective objective() {
    return Objective.minimize(id());
  }

  /** A cost as files spell it: a whole number without decimals, in every locale. */
  public static String text(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
