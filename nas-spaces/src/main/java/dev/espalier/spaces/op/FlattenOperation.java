package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Flatten;
import dev.espalier.network.Network;

/** Every pixel of every channel: a head that keeps where things are. */
final class FlattenOperation implements Operation {
  @Override
  public String id() {
    return "flatten";
  }

  @Override
  public String summary() {
    return "every pixel of every channel, as a vector";
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
    return network.add(key + ".flatten", new Flatten(), input);
  }
}
