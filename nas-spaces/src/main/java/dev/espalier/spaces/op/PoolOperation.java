package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;
import dev.espalier.network.Window;

/**
 * {@code max_pool_KxK} and {@code avg_pool_KxK}. Where the width changes a 1x1 convolution with
 * batch norm comes before. The average leaves padding out of its count.
 */
final class PoolOperation implements Operation {
  private final Pooling pooling;
  private final int kernel;

  PoolOperation(Pooling pooling, int kernel) {
    this.pooling = pooling;
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "%1$s_pool_%2$dx%2$d".formatted(pooling == Pooling.MAX ? "max" : "avg", kernel);
  }

  @Override
  public String summary() {
    return "%1$s over %2$dx%2$d pixels of each channel"
        .formatted(pooling == Pooling.MAX ? "maximum" : "average", kernel);
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Projection.addIfNeeded(network, key, input, features, 1);
    return network.add(key + ".pool", new Pool2d(pooling, Window.same(kernel, stride), false), x);
  }
}
