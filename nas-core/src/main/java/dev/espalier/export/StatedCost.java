package dev.espalier.export;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Cost;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import java.util.List;

/**
 * What a file says that a network costs, for one forward pass of one example.
 *
 * @param params trainable scalars of the live network
 * @param macs multiply-accumulates of the live network
 * @param flops {@code 2 * macs} and the counted element-wise work of the live network
 * @param convention what is counted, in words
 * @param declared the same of every declared layer, dead ones included
 * @param byLayer the same of each live layer, in order; they sum up to the above
 */
public record StatedCost(
    long params,
    long macs,
    long flops,
    String convention,
    Totals declared,
    List<LayerCost> byLayer) {

  /** The convention of {@link Cost}. */
  public static final String CONVENTION =
      "one forward pass of one example; params: trainable scalars, without running statistics; "
          + "macs: multiply-accumulates of convolutions, dense layers, recurrent steps and attention; "
          + "flops: 2 * macs and element-wise work";

  public StatedCost {
    requireNotNegative(params, macs, flops);
    byLayer = ImmutableList.copyOf(byLayer);
  }

  /** The cost of a network as it is. */
  public static StatedCost of(Network network) {
    Cost cost = network.cost();
    return new StatedCost(
        cost.params(),
        cost.macs(),
        cost.flops(),
        CONVENTION,
        Totals.of(network.declaredCost()),
        network.live().nodes().stream().map(LayerCost::of).toList());
  }

  /** Sums over layers. */
  public record Totals(long params, long macs, long flops) {
    public Totals {
      requireNotNegative(params, macs, flops);
    }

    static Totals of(Cost cost) {
      return new Totals(cost.params(), cost.macs(), cost.flops());
    }
  }

  /**
   * One layer's share.
   *
   * @param key of the node
   */
  public record LayerCost(String key, long params, long macs, long flops) {
    public LayerCost {
      requireNotNegative(params, macs, flops);
    }

    static LayerCost of(Node node) {
      Cost cost = node.cost();
      return new LayerCost(node.key(), cost.params(), cost.macs(), cost.flops());
    }
  }

  private static void requireNotNegative(long params, long macs, long flops) {
    if (params < 0 || macs < 0 || flops < 0) {
      throw new IllegalArgumentException(
          "params (%s), macs (%s) and flops (%s) must not be negative"
              .formatted(params, macs, flops));
    }
  }
}
