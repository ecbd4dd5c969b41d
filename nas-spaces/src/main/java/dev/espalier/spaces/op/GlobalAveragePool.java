package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;

/** The mean of each channel: a head whose size does not depend on the image's. */
final class GlobalAveragePool implements Operation {
  @Override
  public String id() {
    return "global_avg_pool";
  }

  @Override
  public String summary() {
    return "mean of each channel, as a vector";
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.IMAGE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.HEAD);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    return network.add(key + ".pool", new GlobalPool(Pooling.AVERAGE), input);
  }
}
