package dev.espalier.space;

import dev.espalier.network.Network;

/** A search space whose architectures stand for networks. */
public interface NetworkSpace extends SearchSpace {

  /**
   * The network that an architecture describes.
   *
   * @throws IllegalArgumentException if the architecture is not of this space, or its network has
   *     no path from input to output
   */
  Network expand(Architecture architecture);
}
