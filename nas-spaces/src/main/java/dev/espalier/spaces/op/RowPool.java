package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;

/**
 * {@code max_pool_1xK} and {@code avg_pool_1xK}: pooling along the rows of an image, for series as
 * images of one row; where the width changes a 1x1 convolution with batch norm comes before. The
 * average leaves padding out of its count.
 */
final class RowPool implements Operation {
  private final Pooling pooling;
  private final int kernel;

  RowPool(Pooling pooling, int kernel) {
    this.pooling = pooling;
    this.kernel = kernel;
  }

  @Override
  public String id() {
    return "%s_pool_1x%s".formatted(pooling == Pooling.MAX ? "max" : "avg", kernel);
  }

  @Override
  public String summary() {
    return "%s over 1x%s pixels of each channel"
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
    return network.add(
        key + ".pool", new Pool2d(pooling, Border.CENTRED.window(1, kernel, stride, 1), false), x);
  }
}
