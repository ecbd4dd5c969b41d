package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.espalier.drawing.Drawing;
import dev.espalier.network.Network;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A space of networks searched together with decisions that do not touch the network, such as how
 * it is trained. Architectures hold both; networks are those of the space alone. Immutable,
 * thread-safe.
 */
public final class JointSpace implements NetworkSpace {
  private final NetworkSpace networks;
  private final DecisionSpace others;
  private final ImmutableList<Decision> decisions;

  private JointSpace(NetworkSpace networks, DecisionSpace others) {
    this.networks = networks;
    this.others = others;
    this.decisions =
        ImmutableList.<Decision>builder()
            .addAll(networks.decisions())
            .addAll(others.decisions())
            .build();
  }

  /**
   * A space and further decisions, which come last and depend on none of the space's.
   *
   * @throws IllegalArgumentException if the space has a decision of the same name
   */
  public static JointSpace of(NetworkSpace networks, List<Decision> others) {
    Set<String> taken = new HashSet<>();
    networks.decisions().forEach(decision -> taken.add(decision.name()));
    for (Decision decision : others) {
      if (taken.contains(decision.name())) {
        throw new IllegalArgumentException(
            "decision '%s' is one of space %s already; name that another way"
                .formatted(decision.name(), networks.name()));
      }
    }
    return new JointSpace(networks, DecisionSpace.of(networks.name(), others));
  }

  @Override
  public String name() {
    return networks.name();
  }

  @Override
  public String hash() {
    return Hashing.sha256()
        .hashString(networks.hash() + others.hash(), StandardCharsets.UTF_8)
        .toString();
  }

  @Override
  public ImmutableList<Decision> decisions() {
    return decisions;
  }

  @Override
  public BigInteger size() {
    return networks.size().multiply(others.size());
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return join(networks.sample(random), others.sample(random));
  }

  /** Every open decision is equally likely to be the one that changes. */
  @Override
  public Architecture mutate(
      Architecture architecture, Predicate<Decision> which, RandomGenerator random) {
    Parts parts = split(architecture);
    int ofNetwork = open(networks.decisions(), which, parts.network());
    int ofOthers = open(others.decisions(), which, parts.other());
    if (ofNetwork + ofOthers == 0) {
      return architecture;
    }
    return random.nextInt(ofNetwork + ofOthers) < ofNetwork
        ? join(networks.mutate(parts.network(), which, random), parts.other())
        : join(parts.network(), others.mutate(parts.other(), which, random));
  }

  private static int open(List<Decision> decisions, Predicate<Decision> which, Architecture part) {
    return (int)
        decisions.stream()
            .filter(which)
            .filter(decision -> part.values().containsKey(decision.name()))
            .filter(decision -> decision.domain().isOpen())
            .count();
  }

  @Override
  public Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random) {
    Parts a = split(first);
    Parts b = split(second);
    return join(
        networks.cross(a.network(), b.network(), crossover, random),
        others.cross(a.other(), b.other(), crossover, random));
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    Parts parts = split(architecture);
    ImmutableList.Builder<Architecture> neighbours = ImmutableList.builder();
    networks
        .neighbours(parts.network())
        .forEach(network -> neighbours.add(join(network, parts.other())));
    others.neighbours(parts.other()).forEach(other -> neighbours.add(join(parts.network(), other)));
    return neighbours.build();
  }

  @Override
  public double[] encode(Architecture architecture) {
    Parts parts = split(architecture);
    double[] network = networks.encode(parts.network());
    double[] other = others.encode(parts.other());
    double[] encoded = new double[network.length + other.length];
    System.arraycopy(network, 0, encoded, 0, network.length);
    System.arraycopy(other, 0, encoded, network.length, other.length);
    return encoded;
  }

  @Override
  public Architecture check(Architecture architecture) {
    Parts parts = split(architecture);
    return join(networks.check(parts.network()), others.check(parts.other()));
  }

  @Override
  public Network expand(Architecture architecture) {
    return networks.expand(split(architecture).network());
  }

  /** Of the network alone. */
  @Override
  public Drawing drawing(Architecture architecture) {
    return networks.drawing(split(architecture).network());
  }

  /** What an architecture decides of the network, and what else. */
  private record Parts(Architecture network, Architecture other) {}

  private Parts split(Architecture architecture) {
    Map<String, String> network = new LinkedHashMap<>(architecture.values());
    Map<String, String> other = new LinkedHashMap<>();
    for (Decision decision : others.decisions()) {
      String value = network.remove(decision.name());
      if (value != null) {
        other.put(decision.name(), value);
      }
    }
    return new Parts(Architecture.of(network), Architecture.of(other));
  }

  private static Architecture join(Architecture network, Architecture other) {
    return new Architecture(
        ImmutableMap.<String, String>builder()
            .putAll(network.values())
            .putAll(other.values())
            .buildOrThrow());
  }
}
