package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.config.Faults;
import dev.espalier.config.Origin;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.space.Architecture;
import dev.espalier.space.Domain;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that each option of a family may take in one space. Immutable. */
public final class Options {
  /** What a file says where each layer is to decide for itself. */
  private static final String EACH = "each";

  private final ImmutableMap<Option, Domain> domains;
  private final ImmutableSet<Option> each;

  private Options(ImmutableMap<Option, Domain> domains, ImmutableSet<Option> each) {
    this.domains = domains;
    this.each = each;
  }

  /**
   * With the defaults of what was left out.
   *
   * @param known all options of the family, in the order of its files
   * @param given values by option
   * @param each those of them that each layer is to decide for itself
   * @param origin where mistakes are to be reported
   * @param faults takes the mistakes; the result is of use only if there are none
   */
  public static Options of(
      List<Option> known,
      Map<Option, Domain> given,
      Set<Option> each,
      Origin origin,
      Faults faults) {
    ImmutableMap.Builder<Option, Domain> domains = ImmutableMap.builder();
    for (Option option : known) {
      Domain domain = given.get(option);
      if (domain == null) {
        if (option.isRequired()) {
          note(faults, origin, option.key(), null, "is missing; must be given");
        }
        domain = option.standard();
      }
      for (String value : domain.values()) {
        if (!option.allows(value)) {
          note(faults, origin, option.key(), value, option.remedy());
        }
      }
      domains.put(option, plain(option, domain));
    }
    ImmutableMap<Option, Domain> complete = domains.buildOrThrow();
    return new Options(
        complete,
        complete.keySet().stream()
            .filter(option -> each.contains(option) && isOpen(complete.get(option)))
            .collect(ImmutableSet.toImmutableSet()));
  }

  /** A number that is given is the same, however it was written. */
  private static Domain plain(Option option, Domain domain) {
    String first = domain.values().get(0);
    return option.isNumber() && domain.values().size() == 1 && Option.isWhole(first)
        ? Domain.range(Integer.parseInt(first), Integer.parseInt(first))
        : domain;
  }

  /** Reads what a file says of them, noting mistakes in the file's document. */
  public static Options read(List<Option> known, YamlMap map, YamlNode space) {
    Map<Option, Domain> given = new LinkedHashMap<>();
    Set<Option> each = new HashSet<>();
    for (Option option : known) {
      map.optional(option.key())
          .ifPresent(
              value -> {
                boolean ofEach =
                    option.layered() && value.isMap() && value.map().optional(EACH).isPresent();
                given.put(option, ofEach ? ofEach(option, value) : domain(option, value));
                if (ofEach) {
                  each.add(option);
                }
              });
    }
    return of(known, given, each, space.origin(), space.document().faults());
  }

  private static Domain ofEach(Option option, YamlNode value) {
    YamlNode list = value.map(EACH).required(EACH);
    return option.isNumber()
        ? SpecYaml.numberList(list, 1, option.most())
        : SpecYaml.wordList(list, option.words());
  }

  private static Domain domain(Option option, YamlNode value) {
    if (!option.isNumber()) {
      return SpecYaml.words(value, option.words());
    }
    if (value.isMap()) {
      return SpecYaml.numbers(value, option.most());
    }
    int number = value.integer(1, option.most());
    return Domain.range(number, number);
  }

  /** Leaves out what may be a mere consequence of a mistake noted before. */
  static void note(
      Faults faults, Origin origin, String path, @Nullable String value, String remedy) {
    if (!faults.touch(origin.full(path))) {
      faults.add(origin.fault(path, value, remedy));
    }
  }

  /** The same with one value for an option. */
  public Options with(Option option, String value) {
    Map<Option, Domain> changed = new LinkedHashMap<>(domains);
    changed.put(option, Domain.choice(value));
    return new Options(
        ImmutableMap.copyOf(changed),
        each.stream()
            .filter(other -> !other.equals(option))
            .collect(ImmutableSet.toImmutableSet()));
  }

  /** The values of an option. */
  public Domain domain(Option option) {
    Domain domain = domains.get(option);
    if (domain == null) {
      throw new IllegalArgumentException(
          "option %s is none of %s".formatted(option.key(), domains.keySet()));
    }
    return domain;
  }

  /** Whether an option has more than one value. */
  public boolean isOpen(Option option) {
    return isOpen(domain(option));
  }

  private static boolean isOpen(@Nullable Domain domain) {
    return domain != null && domain.values().size() > 1;
  }

  /** Whether an option has more than one value, and each layer decides for itself. */
  public boolean isEach(Option option) {
    return each.contains(option);
  }

  /** The smallest value of an option that is a whole number. */
  public int lowest(Option option) {
    return domain(option).values().stream().mapToInt(Integer::parseInt).min().orElseThrow();
  }

  /** The largest value of an option that is a whole number. */
  public int highest(Option option) {
    return domain(option).values().stream().mapToInt(Integer::parseInt).max().orElseThrow();
  }

  /** The value of an option in an architecture, where the decision is called like the option. */
  public String text(Option option, Architecture architecture) {
    return text(option, option.key(), architecture);
  }

  /** The value of an option in an architecture, where the decision has this name. */
  public String text(Option option, String decision, Architecture architecture) {
    return isOpen(option) ? architecture.text(decision) : domain(option).values().get(0);
  }

  /** The value of an option that is a whole number. */
  public int number(Option option, Architecture architecture) {
    return Integer.parseInt(text(option, architecture));
  }

  /** A line each, as {@link #read} takes them. */
  public String toYaml() {
    StringBuilder text = new StringBuilder();
    domains.forEach(
        (option, domain) ->
            text.append(
                "%s: %s\n"
                    .formatted(
                        option.key(),
                        isEach(option) ? SpecYaml.list(EACH, domain) : SpecYaml.domain(domain))));
    return text.toString();
  }
}
