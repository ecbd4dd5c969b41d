package dev.espalier.space;

import dev.espalier.drawing.Drawing;
import dev.espalier.network.Network;
import java.util.List;
import java.util.function.Function;

/** A search space whose architectures stand for networks. */
public interface NetworkSpace extends SearchSpace {

  /**
   * A space of one's own.
   *
   * <pre>{@code
   * NetworkSpace space =
   *     NetworkSpace.of(
   *         "perceptrons",
   *         List.of(Decision.of("units", Domain.choice("8", "16", "32"))),
   *         values -> {
   *           Network.Builder network = Network.builder(new Shape.Vector(4));
   *           int x = network.add("hidden", Dense.of(values.integer("units")), 0);
   *           x = network.add("relu", Activation.relu(), x);
   *           network.add("logits", Dense.of(3), x);
   *           return network.build();
   *         });
   * }</pre>
   *
   * @param name with the decisions it makes the hash: change it where the function comes to build
   *     other networks, or studies that were begun by the old one are gone on with
   * @param decisions what is open
   * @param networks builds the network of an architecture; the same one at each call, on any thread
   * @throws IllegalArgumentException as {@link DecisionSpace#of}
   */
  static NetworkSpace of(
      String name, List<Decision> decisions, Function<Architecture, Network> networks) {
    return new FunctionSpace(DecisionSpace.of(name, decisions), networks);
  }

  /**
   * The network that an architecture describes.
   *
   * @throws IllegalArgumentException if the architecture is not of this space, or its network has
   *     no path from input to output
   */
  Network expand(Architecture architecture);

  @Override
  default boolean allows(Architecture architecture) {
    try {
      return expand(architecture).cost().params() >= 0; // also where costs are too large to count
    } catch (IllegalArgumentException | ArithmeticException impossible) {
      return false;
    }
  }

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
