package dev.espalier.study;

import dev.espalier.network.Activation;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.DecidedSpace;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Small dense networks: so many layers of such a width. The decision {@code label} changes nothing,
 * so every network has several architectures.
 */
public final class ToySpace extends DecidedSpace {

  /** Widths from 1 to a most, and so many labels. */
  public ToySpace(int maxWidth, int labels) {
    this(
        List.of(
            Decision.of("width", Domain.range(1, maxWidth)),
            Decision.of("depth", Domain.range(1, 3)),
            Decision.of("label", Domain.range(1, labels))));
  }

  private ToySpace(List<Decision> decisions) {
    super(DecisionSpace.of("toy", decisions));
  }

  /** One layer, one wider for each decision that comes out as 1 and not 0. */
  static ToySpace ofBits(int bits) {
    return new ToySpace(
        IntStream.range(0, bits)
            .mapToObj(bit -> Decision.of("bit" + bit, Domain.range(0, 1)))
            .toList());
  }

  @Override
  public Network expand(Architecture architecture) {
    Network.Builder network = Network.builder(new Shape.Vector(4));
    int x = 0;
    boolean bits = !architecture.values().containsKey("depth");
    int depth = bits ? 1 : architecture.integer("depth");
    int width =
        bits
            ? 1 + Collections.frequency(architecture.values().values(), "1")
            : architecture.integer("width");
    for (int layer = 0; layer < depth; layer++) {
      x = network.add("dense" + layer, Dense.of(width), x);
      x = network.add("relu" + layer, Activation.relu(), x);
    }
    network.add("logits", Dense.of(2), x);
    return network.build();
  }
}
