package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;

/**
 * {@code global_avg_pool} and {@code global_max_pool}: heads whose size depends neither on an
 * image's nor on the number of steps. {@code relu_avg_pool} has a ReLU before, for networks whose
 * last batch norm is that of their last cell ({@code norm: false}).
 */
final class GlobalPoolHead implements Operation {
  private final Pooling pooling;
  private final boolean rectified;

  private GlobalPoolHead(Pooling pooling, boolean rectified) {
    this.pooling = pooling;
    this.rectified = rectified;
  }

  static GlobalPoolHead of(Pooling pooling) {
    return new GlobalPoolHead(pooling, false);
  }

  static GlobalPoolHead rectified() {
    return new GlobalPoolHead(Pooling.AVERAGE, true);
  }

  @Override
  public String id() {
    if (rectified) {
      return "relu_avg_pool";
    }
    return pooling == Pooling.MAX ? "global_max_pool" : "global_avg_pool";
  }

  @Override
  public String summary() {
    return "%s%s of each channel, as a vector"
        .formatted(rectified ? "ReLU, " : "", pooling == Pooling.MAX ? "maximum" : "mean");
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE, Kind.SEQUENCE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.HEAD);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = rectified ? Rectified.add(network, key + ".relu", input) : input;
    return network.add(key + ".pool", new GlobalPool(pooling), x);
  }
}
