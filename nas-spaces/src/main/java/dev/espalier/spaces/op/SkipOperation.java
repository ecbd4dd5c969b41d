package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Identity;
import dev.espalier.network.Network;

/**
 * {@code skip} passes its input on. Where the width changes or the image shrinks it becomes a
 * linear projection: a 1x1 convolution of that stride with batch norm (He et al. 2016, option B),
 * or a dense layer, of a sequence one at each step. DARTS and NAS-Bench-201 halve instead by two
 * offset 1x1 convolutions side by side: {@code skip_factorized}.
 */
final class SkipOperation implements Operation {
  @Override
  public String id() {
    return "skip";
  }

  @Override
  public String summary() {
    return "identity; a linear projection where the shape changes";
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.copyOf(Kind.values());
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int aligned = Projection.addIfNeeded(network, key, input, features, stride);
    return aligned == input ? network.add(key + ".identity", new Identity(), input) : aligned;
  }
}
