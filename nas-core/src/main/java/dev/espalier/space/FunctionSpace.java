package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Decisions, and a function from their outcomes to networks. */
final class FunctionSpace implements NetworkSpace {
  private final DecisionSpace decisions;
  private final Function<Architecture, Network> networks;

  FunctionSpace(DecisionSpace decisions, Function<Architecture, Network> networks) {
    this.decisions = decisions;
    this.networks = networks;
  }

  @Override
  public Network expand(Architecture architecture) {
    return networks.apply(check(architecture));
  }

  @Override
  public ImmutableList<Decision> decisions() {
    return decisions.decisions();
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
