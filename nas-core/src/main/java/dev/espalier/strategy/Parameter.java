package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * A parameter of a strategy: its default, which also gives its type, and its bounds.
 *
 * @param name camelCase, as files spell it
 * @param defaultValue an Integer, Double or String
 * @param minimum smallest allowed number; ignored for text
 * @param maximum largest allowed number; ignored for text
 * @param choices the allowed texts; empty for numbers
 * @param summary one line for people
 */
public record Parameter(
    String name,
    Object defaultValue,
    double minimum,
    double maximum,
    ImmutableList<String> choices,
    String summary) {

  /** A whole number in [minimum, maximum]. */
  public static Parameter integer(
      String name, int defaultValue, int minimum, int maximum, String summary) {
    return new Parameter(name, defaultValue, minimum, maximum, ImmutableList.of(), summary);
  }

  /** A number in [minimum, maximum]. */
  public static Parameter real(
      String name, double defaultValue, double minimum, double maximum, String summary) {
    return new Parameter(name, defaultValue, minimum, maximum, ImmutableList.of(), summary);
  }

  /** One of several texts, the first being the default. */
  public static Parameter choice(String name, String summary, String... choices) {
    return new Parameter(name, choices[0], 0, 0, ImmutableList.copyOf(choices), summary);
  }

  /**
   * Checks a value.
   *
   * @return the value as Integer, Double or String
   * @throws IllegalArgumentException naming the parameter, the value and what would be right
   */
  public Object check(Object value) {
    if (!choices.isEmpty()) {
      if (value instanceof String text && choices.contains(text)) {
        return text;
      }
      throw new IllegalArgumentException(
          "%s (%s) must be one of %s".formatted(name, value, String.join(", ", choices)));
    }
    boolean whole = defaultValue instanceof Integer;
    if (value instanceof Number number
        && (!whole || value instanceof Integer)
        && number.doubleValue() >= minimum
        && number.doubleValue() <= maximum) {
      return whole ? value : (Object) number.doubleValue();
    }
    throw new IllegalArgumentException(
        whole
            ? "%s (%s) must be a whole number from %s to %s"
                .formatted(name, value, (long) minimum, (long) maximum)
            : "%s (%s) must be a number from %s to %s".formatted(name, value, minimum, maximum));
  }

  /**
   * Checks given values and fills in defaults.
   *
   * @throws IllegalArgumentException for an unknown name or a bad value
   */
  public static ImmutableMap<String, Object> resolve(
      ImmutableList<Parameter> parameters, Map<String, ?> given) {
    ImmutableList<String> names =
        parameters.stream().map(Parameter::name).collect(ImmutableList.toImmutableList());
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "parameter '%s' is unknown; known are %s".formatted(name, names));
      }
    }
    return parameters.stream()
        .collect(
            ImmutableMap.toImmutableMap(
                Parameter::name,
                parameter -> {
                  Object value = given.get(parameter.name());
                  return value == null ? parameter.defaultValue() : parameter.check(value);
                }));
  }
}
