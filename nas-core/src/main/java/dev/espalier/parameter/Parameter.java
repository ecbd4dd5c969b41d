package dev.espalier.parameter;

import com.google.common.collect.ImmutableList;

/**
 * A setting of a part, such as a strategy: its type and bounds, its default, and what it is for.
 * All that is said of it, from messages to files, comes from here.
 *
 * <pre>{@code
 * Parameter<Integer> size =
 *     Parameter.integer("populationSize", 16, 2, 10_000, "individuals alive at a time");
 * int value = values.get(size);
 * }</pre>
 *
 * @param name camelCase, as files spell it
 * @param type what it may be
 * @param defaultValue what stands in where it is left out
 * @param summary one line for people
 */
public record Parameter<T>(String name, ParameterType<T> type, T defaultValue, String summary) {

  /** A whole number, both bounds included. */
  public static Parameter<Integer> integer(
      String name, int defaultValue, int minimum, int maximum, String summary) {
    return new Parameter<>(name, new ParameterType.Whole(minimum, maximum), defaultValue, summary);
  }

  /** A number, both bounds included. */
  public static Parameter<Double> real(
      String name, double defaultValue, double minimum, double maximum, String summary) {
    return new Parameter<>(name, new ParameterType.Real(minimum, maximum), defaultValue, summary);
  }

  /** One of several texts, the first being the default. */
  public static Parameter<String> choice(String name, String summary, String... choices) {
    return new Parameter<>(
        name, new ParameterType.Choice(ImmutableList.copyOf(choices)), choices[0], summary);
  }

  /** {@code true} or {@code false}. */
  public static Parameter<Boolean> flag(String name, boolean defaultValue, String summary) {
    return new Parameter<>(name, new ParameterType.Flag(), defaultValue, summary);
  }

  /** Any text. */
  public static Parameter<String> text(String name, String defaultValue, String summary) {
    return new Parameter<>(name, new ParameterType.Text(), defaultValue, summary);
  }

  /** So many values of a type, both bounds included. */
  public static <E> Parameter<ImmutableList<E>> list(
      String name,
      ParameterType<E> element,
      int least,
      int most,
      ImmutableList<E> defaultValue,
      String summary) {
    return new Parameter<>(
        name, new ParameterType.Several<>(element, least, most), defaultValue, summary);
  }

  /** Another part of the same kind, such as the strategy that a strategy wraps. */
  public static Parameter<Part> part(String name, Part defaultValue, String summary) {
    return new Parameter<>(name, new ParameterType.Nested(), defaultValue, summary);
  }

  /**
   * Checks a value.
   *
   * @return the value
   * @throws IllegalArgumentException naming the parameter, the value and what would be right
   */
  public T check(T value) {
    return type.read(name, type.write(value), Parts.NONE);
  }

  /** The default as files hold it. */
  public Object plainDefault() {
    return type.write(defaultValue);
  }
}
