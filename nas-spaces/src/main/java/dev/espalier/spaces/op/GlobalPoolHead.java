package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;

/**
 * {@code global_avg_pool} and {@code global_max_pool}: heads whose size depends neither on an
 * image's nor on the number of steps.
 */
final class GlobalPoolHead implements Operation {
  private final Pooling pooling;

  GlobalPoolHead(Pooling pooling) {
    this.pooling = pooling;
  }

  @Override
  public String id() {
    return pooling == Pooling.MAX ? "global_max_pool" : "global_avg_pool";
  }

  @Override
  public String summary() {
    return (pooling == Pooling.MAX ? "maximum" : "mean") + " of each channel, as a vector";
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
    return network.add(key + ".pool", new GlobalPool(pooling), input);
  }
}
