package dev.espalier.spaces.op;

import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.network.Window;

/** The linear map that makes shapes agree, where something of another width or size is joined. */
public final class Projection {
  private Projection() {}

  /**
   * An image passes a 1x1 convolution of the given stride and a batch norm (the projection shortcut
   * of He et al. 2016, option B), a vector a dense layer, each step of a sequence the same one.
   *
   * @param key prefix of the new layers' keys
   * @param input id of the node that is projected
   * @return id of the node that holds the result
   */
  public static int add(Network.Builder network, String key, int input, int features, int stride) {
    if (network.shape(input) instanceof Shape.Image) {
      int conv = network.add(key + ".conv", Conv2d.of(features, Window.same(1, stride)), input);
      return network.add(key + ".bn", new BatchNorm(), conv);
    }
    return network.add(key + ".dense", Dense.of(features), input);
  }

  /** {@link #add}, or the input itself if it has the asked features and stays at its size. */
  public static int addIfNeeded(
      Network.Builder network, String key, int input, int features, int stride) {
    boolean agrees = stride == 1 && network.shape(input).features() == features;
    return agrees ? input : add(network, key, input, features, stride);
  }
}
