package dev.espalier.spaces.spec;

import dev.espalier.space.Condition;
import dev.espalier.space.DecidedSpace;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A described space of networks that each outcome of its open options makes valid. Immutable,
 * thread-safe.
 */
public abstract class OptionSpace extends DecidedSpace {
  private final Description description;

  /** A described space with these decisions. */
  protected OptionSpace(Description description, Stream<Decision> decisions) {
    super(DecisionSpace.of(description.name(), decisions.toList()));
    this.description = description;
  }

  /** The decision of an option, called like it; none if it is fixed. */
  protected static Stream<Decision> decision(Options options, Option option) {
    return options.isOpen(option)
        ? Stream.of(Decision.of(option.key(), options.domain(option)).about(option.kind()))
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
                        hasLayer(options, layers, layer))
                    .about(option.kind()));
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
}
