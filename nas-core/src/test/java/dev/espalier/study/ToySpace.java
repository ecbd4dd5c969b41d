package dev.espalier.study;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Activation;
import dev.espalier.network.Dense;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.NetworkSpace;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Small dense networks: so many layers of such a width. The decision {@code label} changes nothing,
 * so every network has several architectures.
 */
public final class ToySpace implements NetworkSpace {
  private final DecisionSpace decisions;

  /** Widths from 1 to a most, and so many labels. */
  public ToySpace(int maxWidth, int labels) {
    this(
        List.of(
            Decision.of("width", Domain.range(1, maxWidth)),
            Decision.of("depth", Domain.range(1, 3)),
            Decision.of("label", Domain.range(1, labels))));
  }

  private ToySpace(List<Decision> decisions) {
    this.decisions = DecisionSpace.of("toy", decisions);
  }

  /** One layer, one wider for each decision that comes out as 1 and not 0. */
  static ToySpace ofBits(int bits) {
    return new ToySpace(
        IntStream.range(0, bits)
            .mapToObj(bit -> Decision.of("bit" + bit, Domain.range(0, 1)))
            .toList());
  }

  @Override
  public ImmutableList<Decision> decisions() {
    return decisions.decisions();
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

  @Override
  public String name() {
    return decisions.name();
  }

  @Override
  public String hash() {
    return decisions.hash();
  }

  @Override
  public BigInteger size() {
    return decisions.size();
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return decisions.sample(random);
  }

  @Override
  public Architecture mutate(Architecture architecture, RandomGenerator random) {
    return decisions.mutate(architecture, random);
  }

  @Override
  public Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    return decisions.cross(first, second, random);
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return decisions.neighbours(architecture);
  }

  @Override
  public double[] encode(Architecture architecture) {
    return decisions.encode(architecture);
  }

  @Override
  public Architecture check(Architecture architecture) {
    return decisions.check(architecture);
  }
}
