package dev.espalier.spaces.spec;

import dev.espalier.config.ConfigException;
import dev.espalier.config.Fault;
import dev.espalier.config.Faults;
import dev.espalier.config.Origin;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final List<Fault> mistakes = new ArrayList<>();
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
    Set<String> different = new LinkedHashSet<>();
    for (String word : words) {
      if (!option.allows(word)) {
        fault(option, word, option.remedy());
      } else if (!different.add(word)) {
        fault(option, word, "is there twice; keep one");
      }
    }
    if (words.length == 0) {
      fault(option, null, "is empty; must hold at least one value");
    }
    given.put(
        option,
        different.isEmpty() ? option.standard() : Domain.choice(different.toArray(String[]::new)));
    each.remove(option);
    return self();
  }

  /** Whole numbers, both bounds included. */
  protected B setRange(Option option, int low, int high) {
    if (low < 1 || low > high || !option.allows(Integer.toString(high))) {
      fault(
          option,
          "%s to %s".formatted(low, high),
          option.remedy() + ", the first not above the second");
      given.put(option, option.standard());
    } else {
      given.put(option, Domain.range(low, high));
    }
    each.remove(option);
    return self();
  }

  private void fault(Option option, @Nullable String value, String remedy) {
    mistakes.add(Origin.named(name).fault(option.key(), value, remedy));
  }

  /** Numbers that each layer chooses from for itself. */
  protected B setEach(Option option, int... numbers) {
    set(option, numbers);
    each.add(option);
    return self();
  }

  /** What was described, mistakes noted. */
  protected Description describe(List<Option> known, Faults faults) {
    mistakes.forEach(faults::add);
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
          "must be a whole number from 1 to %s".formatted(SpecYaml.MOST_OUTPUTS));
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
