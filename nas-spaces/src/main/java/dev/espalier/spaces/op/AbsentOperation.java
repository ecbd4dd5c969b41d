package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;

/** Stands for an operation whose jar is not here: descriptions may name it, networks not use it. */
record AbsentOperation(String id) implements Operation {
  @Override
  public String summary() {
    return "not here; name its jar by --classpath";
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.copyOf(Kind.values());
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.copyOf(Role.values());
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    throw new IllegalArgumentException("operation '%s' is %s".formatted(id, summary()));
  }
}
