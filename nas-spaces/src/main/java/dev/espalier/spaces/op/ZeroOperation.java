package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.network.Zero;

/** No connection: all zeros, in the shape that the other operations would give. */
final class ZeroOperation implements Operation {
  static final String ID = "zero";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String summary() {
    return "no connection";
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
    Shape shape = network.shape(input).withFeatures(features);
    if (shape instanceof Shape.Image image) {
      shape =
          new Shape.Image(
              features, ceilDiv(image.height(), stride), ceilDiv(image.width(), stride));
    }
    return network.add(key + ".zero", new Zero(shape));
  }

  private static int ceilDiv(int size, int stride) {
    return (size + stride - 1) / stride;
  }
}
