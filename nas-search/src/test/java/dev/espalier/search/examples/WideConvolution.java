package dev.espalier.search.examples;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Padding;
import dev.espalier.network.Window;
import dev.espalier.spaces.op.Kind;
import dev.espalier.spaces.op.Operation;
import dev.espalier.spaces.op.Role;

/** A 7x1 convolution after a 1x7 one: a wide view for few parameters. */
public final class WideConvolution implements Operation {
  @Override
  public String id() {
    return "wide_conv_7x7";
  }

  @Override
  public String summary() {
    return "ReLU, 1x7 and 7x1 convolution, batch norm";
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
    int x = network.add(key + ".relu", Activation.relu(), input);
    x =
        network.add(
            key + ".row", Conv2d.of(features, new Window(1, 7, stride, 1, Padding.same())), x);
    x =
        network.add(
            key + ".column", Conv2d.of(features, new Window(7, 1, 1, 1, Padding.same())), x);
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
