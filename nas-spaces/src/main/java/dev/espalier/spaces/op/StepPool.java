package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;
import dev.espalier.network.Pool1d;
import dev.espalier.network.Pooling;

/**
 * {@code max_pool_K} and {@code avg_pool_K}: pooling over neighbouring steps of a sequence; where
 * the width changes a dense layer comes before.
 */
final class StepPool implements Operation {
  private final Pooling pooling;
  private final int kernel;

  StepPool(Pooling pooling, int kernel) {
    this.pooling = pooling;
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "%s_pool_%s".formatted(pooling == Pooling.MAX ? "max" : "avg", kernel);
  }

  @Override
  public String summary() {
    return "%s over %s steps of each feature"
        .formatted(pooling == Pooling.MAX ? "maximum" : "average", kernel);
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.SEQUENCE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Projection.addIfNeeded(network, key, input, features, 1);
    return network.add(key + ".pool", new Pool1d(pooling, kernel), x);
  }
}
