package dev.espalier.parameter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a parameter may be. Values have a plain form, which files hold: whole numbers, numbers,
 * texts, {@code true} and {@code false}, lists and maps of these.
 */
public sealed interface ParameterType<T> {

  /** In words, as in "must be ...". */
  String remedy();

  /**
   * The value of a plain form.
   *
   * @param path of the parameter, for messages
   * @param plain as a file has it
   * @param parts what nested parts may be
   * @throws IllegalArgumentException naming path, value and what would be right
   */
  T read(String path, Object plain, Parts parts);

  /** The plain form of a value. */
  Object write(T value);

  /** The fault of a value that is not of this type. */
  default IllegalArgumentException fault(String path, Object value) {
    return new IllegalArgumentException("%s (%s) must be %s".formatted(path, value, remedy()));
  }

  /** A whole number, both bounds included. */
  record Whole(int minimum, int maximum) implements ParameterType<Integer> {
    @Override
    public String remedy() {
      return "a whole number from %s to %s".formatted(minimum, maximum);
    }

    @Override
    public Integer read(String path, Object plain, Parts parts) {
      boolean whole = plain instanceof Integer || plain instanceof Long;
      if (!whole
          || ((Number) plain).longValue() < minimum
          || ((Number) plain).longValue() > maximum) {
        throw fault(path, plain);
      }
      return ((Number) plain).intValue();
    }

    @Override
    public Object write(Integer value) {
      return value;
    }
  }

  /** A number, both bounds included. */
  record Real(double minimum, double maximum) implements ParameterType<Double> {
    @Override
    public String remedy() {
      return "a number from %s to %s".formatted(minimum, maximum);
    }

    @Override
    public Double read(String path, Object plain, Parts parts) {
      if (plain instanceof Number number
          && number.doubleValue() >= minimum
          && number.doubleValue() <= maximum) {
        return number.doubleValue();
      }
      throw fault(path, plain);
    }

    @Override
    public Object write(Double value) {
      return value;
    }
  }

  /** One of several texts. */
  record Choice(ImmutableList<String> choices) implements ParameterType<String> {
    @Override
    public String remedy() {
      return "one of " + String.join(", ", choices);
    }

    @Override
    public String read(String path, Object plain, Parts parts) {
      if (plain instanceof String text && choices.contains(text)) {
        return text;
      }
      throw fault(path, plain);
    }

    @Override
    public Object write(String value) {
      return value;
    }
  }

  /** Any text. */
  record Text() implements ParameterType<String> {
    @Override
    public String remedy() {
      return "a text";
    }

    @Override
    public String read(String path, Object plain, Parts parts) {
      if (plain instanceof String text) {
        return text;
      }
      throw fault(path, plain);
    }

    @Override
    public Object write(String value) {
      return value;
    }
  }

  /** {@code true} or {@code false}. */
  record Flag() implements ParameterType<Boolean> {
    @Override
    public String remedy() {
      return "true or false";
    }

    @Override
    public Boolean read(String path, Object plain, Parts parts) {
      if (plain instanceof Boolean flag) {
        return flag;
      }
      throw fault(path, plain);
    }

    @Override
    public Object write(Boolean value) {
      return value;
    }
  }

  /** Several values of one type; their number has bounds, both included. */
  record Several<E>(ParameterType<E> element, int least, int most)
      implements ParameterType<ImmutableList<E>> {
    @Override
    public String remedy() {
      return "a list of %s to %s values, each %s".formatted(least, most, element.remedy());
    }

    @Override
    public ImmutableList<E> read(String path, Object plain, Parts parts) {
      if (plain instanceof List<?> list && list.size() >= least && list.size() <= most) {
        return IntStream.range(0, list.size())
            .mapToObj(
                i ->
                    element.read(
                        "%s[%s]".formatted(path, i), Objects.requireNonNull(list.get(i)), parts))
            .collect(ImmutableList.toImmutableList());
      }
      throw fault(path, plain);
    }

    @Override
    public Object write(ImmutableList<E> value) {
      return value.stream().map(element::write).collect(ImmutableList.toImmutableList());
    }
  }

  /** Another part of the same kind: its type, and its own parameters. */
  record Nested() implements ParameterType<Part> {
    private static final String TYPE = "type";

    @Override
    public String remedy() {
      return "a map with a type and its parameters";
    }

    @Override
    public Part read(String path, Object plain, Parts parts) {
      if (!(plain instanceof Map<?, ?> map) || !(map.get(TYPE) instanceof String type)) {
        throw fault(path, plain);
      }
      ImmutableMap.Builder<String, Object> given = ImmutableMap.builder();
      map.forEach(
          (name, value) -> {
            if (!TYPE.equals(name)) {
              given.put(String.valueOf(name), Objects.requireNonNull(value));
            }
          });
      return parts.resolve(path, new Part(type, given.buildOrThrow()));
    }

    @Override
    public Object write(Part value) {
      return ImmutableMap.builder().put(TYPE, value.type()).putAll(value.values()).buildOrThrow();
    }
  }
}
