package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.NetworkSpace;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A space of networks that each outcome of its decisions makes valid. Immutable, thread-safe. */
public abstract class DecidedSpace implements NetworkSpace {
  private final Description description;
  private final DecisionSpace decisions;

  /** A described space with these decisions. */
  protected DecidedSpace(Description description, Stream<Decision> decisions) {
    this.description = description;
    this.decisions = DecisionSpace.of(description.name(), decisions.toList());
  }

  /** The decision of an option, called like it; none if it is fixed. */
  protected static Stream<Decision> decision(Options options, Option option) {
    return options.isOpen(option)
        ? Stream.of(Decision.of(option.key(), options.domain(option)))
        : Stream.empty();
  }

  /**
   * A decision of an option for each layer, open where there is that layer; none if it is fixed.
   *
   * @param layers the option that says how many there are
   * @param first the first layer that has it, counted from 0
   */
  protected static Stream<Decision> byLayer(
      Options options, Option option, Option layers, int first) {
    if (!options.isOpen(option)) {
      return Stream.empty();
    }
    Domain domain = options.domain(option);
    return IntStream.range(first, options.highest(layers))
        .mapToObj(
            layer ->
                Decision.of(
                    inLayer(layer, option),
                    option.key(),
                    domain,
                    hasLayer(options, layers, layer)));
  }

  /**
   * Open where there is a layer, counted from 0.
   *
   * @param layers the option that says how many there are
   */
  protected static Condition hasLayer(Options options, Option layers, int layer) {
    return layer < options.lowest(layers)
        ? Condition.always()
        : Condition.atLeast(layers.key(), layer + 1);
  }

  /** Name of an option's decision for a layer, such as {@code l1.skip}. */
  protected static String inLayer(int layer, Option option) {
    return "l%s.%s".formatted(layer, option.key());
  }

  @Override
  public final ImmutableList<Decision> decisions() {
    return decisions.decisions();
  }

  /** What is fixed and what is open. */
  protected final Options options() {
    return description.options();
  }

  @Override
  public final String name() {
    return description.name();
  }

  @Override
  public final String hash() {
    return description.hash();
  }

  @Override
  public final BigInteger size() {
    return decisions.size();
  }

  @Override
  public final Architecture sample(RandomGenerator random) {
    return decisions.sample(random);
  }

  @Override
  public final Architecture mutate(Architecture architecture, RandomGenerator random) {
    return decisions.mutate(architecture, random);
  }

  @Override
  public final Architecture cross(Architecture first, Architecture second, RandomGenerator random) {
    return decisions.cross(first, second, random);
  }

  @Override
  public final ImmutableList<Architecture> neighbours(Architecture architecture) {
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
