package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Network;

/** A search space whose architectures stand for networks. */
public interface NetworkSpace extends SearchSpace {

  /** All decisions, open or not, in order. */
  ImmutableList<Decision> decisions();

  /**
   * The network that an architecture describes.
   *
   * @throws IllegalArgumentException if the architecture is not of this space, or its network has
   *     no path from input to output
   */
  Network expand(Architecture architecture);

  /** The size as far as it can be counted, and which decisions are continuous. */
  default SpaceSize exactSize() {
    return SpaceSize.of(decisions());
  }

  /**
   * The architecture whose encoding is closest to any numbers, decision by decision; the inverse of
   * {@link #encode}.
   *
   * @param encoded as many numbers as an encoding has
   */
  default Architecture decode(double[] encoded) {
    return DecisionSpace.of(name(), decisions()).decode(encoded);
  }

  /**
   * A picture of what an architecture describes. Unless a space knows better, all layers of its
   * network.
   *
   * @throws IllegalArgumentException if the architecture is not of this space
   */
  default Drawing drawing(Architecture architecture) {
    return Drawing.of(expand(architecture));
  }
}
