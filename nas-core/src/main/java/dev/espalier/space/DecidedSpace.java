package dev.espalier.space;

import com.google.common.collect.ImmutableList;
import java.math.BigInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A space of networks whose architectures are those of its decisions: each outcome makes a network,
 * unless a method is overridden that knows better. Immutable and thread-safe where its networks
 * are.
 */
public abstract class DecidedSpace implements NetworkSpace {
  private final DecisionSpace decisions;

  /** With these decisions. */
  protected DecidedSpace(DecisionSpace decisions) {
    this.decisions = decisions;
  }

  /** The space without its networks. */
  protected final DecisionSpace decided() {
    return decisions;
  }

  @Override
  public final ImmutableList<Decision> decisions() {
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
  public final BigInteger size() {
    return decisions.size();
  }

  @Override
  public Architecture sample(RandomGenerator random) {
    return decisions.sample(random);
  }

  @Override
  public Architecture mutate(
      Architecture architecture, Predicate<Decision> which, RandomGenerator random) {
    return decisions.mutate(architecture, which, random);
  }

  @Override
  public Architecture cross(
      Architecture first, Architecture second, Crossover crossover, RandomGenerator random) {
    return decisions.cross(first, second, crossover, random);
  }

  @Override
  public ImmutableList<Architecture> neighbours(Architecture architecture) {
    return decisions.neighbours(architecture);
  }

  @Override
  public final double[] encode(Architecture architecture) {
    return decisions.encode(architecture);
  }

  @Override
  public final Architecture check(Architecture architecture) {
    return decisions.check(architecture);
  }
}
