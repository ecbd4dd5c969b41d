package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;

/**
 * {@code max_pool_KxK} and {@code avg_pool_KxK}. Where the width changes a 1x1 convolution with
 * batch norm comes before. The average leaves padding out of its count. Those that end in {@code
 * _centred} are the pools of DARTS (Liu et al. 2019), as its final networks have them: without
 * batch norm.
 */
final class PoolOperation implements Operation {
  private final Pooling pooling;
  private final int kernel;
  private final Border border;

  PoolOperation(Pooling pooling, int kernel, Border border) {
    this.pooling = pooling;
    this.kernel = kernel;
    this.border = border;
  }

  @Override
  public String id() {
    return "%1$s_pool_%2$sx%2$s%3$s"
        .formatted(pooling == Pooling.MAX ? "max" : "avg", kernel, border.suffix());
  }

  @Override
  public String summary() {
    return "%1$s over %2$sx%2$s pixels of each channel%3$s"
        .formatted(pooling == Pooling.MAX ? "maximum" : "average", kernel, border.note());
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
    return network.add(key + ".pool", new Pool2d(pooling, border.window(kernel, stride), false), x);
  }
}
