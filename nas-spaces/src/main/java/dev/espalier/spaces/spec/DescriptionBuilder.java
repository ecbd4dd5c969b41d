package dev.espalier.spaces.spec;

import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import dev.espalier.spaces.config.ConfigException;
import dev.espalier.spaces.config.Faults;
import dev.espalier.spaces.config.Origin;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a space of options in Java, in the words of the YAML. Not thread-safe.
 *
 * @param <B> the family's own builder
 */
public abstract class DescriptionBuilder<B extends DescriptionBuilder<B>> {
  private final String family;
  private final String name;
  private final Map<Option, Domain> given = new LinkedHashMap<>();
  private final Set<Option> each = new HashSet<>();
  private @Nullable Shape input;
  private int outputs;

  /** Starts a description. */
  protected DescriptionBuilder(String family, String name) {
    this.family = family;
    this.name = name;
  }

  /** This builder. */
  protected abstract B self();

  /** Shape of one example, a sequence or tokens; may be left to {@link SpaceSpec#bind}. */
  public B input(Shape shape) {
    input = shape;
    return self();
  }

  /** Classes, or values of a regression; may be left to {@link SpaceSpec#bind}. */
  public B outputs(int number) {
    outputs = number;
    return self();
  }

  /** Numbers to choose from. */
  protected B set(Option option, int... numbers) {
    return set(option, Arrays.stream(numbers).mapToObj(String::valueOf).toArray(String[]::new));
  }

  /** Words to choose from. */
  protected B set(Option option, String... words) {
    return set(option, Domain.choice(words));
  }

  /** Values to choose from. */
  protected B set(Option option, Domain domain) {
    given.put(option, domain);
    each.remove(option);
    return self();
  }

  /** Numbers that each layer chooses from for itself. */
  protected B setEach(Option option, int... numbers) {
    set(option, numbers);
    each.add(option);
    return self();
  }

  /** What was described, mistakes noted. */
  protected Description describe(List<Option> known, Faults faults) {
    Origin origin = Origin.named(name);
    Description description =
        new Description(
            family,
            name,
            new DataBinding(input, outputs, origin),
            Options.of(known, given, each, origin, faults));
    description.checkName(faults);
    description.checkSequence(faults);
    if (outputs < 0 || outputs > SpecYaml.MOST_OUTPUTS) {
      description.fault(
          faults,
          "outputs",
          Integer.toString(outputs),
          "must be a whole number from 1 to %d".formatted(SpecYaml.MOST_OUTPUTS));
    }
    return description;
  }

  /**
   * Ends the description.
   *
   * @throws ConfigException with every mistake
   */
  public abstract SpaceSpec build();
}
