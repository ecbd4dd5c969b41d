package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Identity;
import dev.espalier.network.Network;

/** The vector as it is: a head, or a stem that leaves the input alone. */
final class IdentityOperation implements Operation {
  @Override
  public String id() {
    return "identity";
  }

  @Override
  public String summary() {
    return "the vector as it is";
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.VECTOR);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.STEM, Role.HEAD);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    return network.add(key + ".identity", new Identity(), input);
  }
}
