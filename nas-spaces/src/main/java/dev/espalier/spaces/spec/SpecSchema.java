package dev.espalier.spaces.spec;

import static dev.espalier.config.JsonSchema.anyOf;
import static dev.espalier.config.JsonSchema.integer;
import static dev.espalier.config.JsonSchema.list;
import static dev.espalier.config.JsonSchema.object;
import static dev.espalier.config.JsonSchema.oneOf;
import static dev.espalier.config.JsonSchema.properties;
import static dev.espalier.config.JsonSchema.text;

import java.util.List;
import java.util.Map;

/** JSON Schemas of what files of all families share; see {@link SpecYaml}. */
public final class SpecSchema {
  private SpecSchema() {}

  /** The keys that every space has. */
  public static Map<String, Object> head(String family) {
    return properties(
        "apiVersion", oneOf(List.of(SpecYaml.API_VERSION)),
        "name", text("[A-Za-z0-9][A-Za-z0-9_.-]*"),
        "family", oneOf(List.of(family)),
        "input", input(),
        "classes", integer(2, SpecYaml.MOST_OUTPUTS),
        "outputs", integer(1, SpecYaml.MOST_OUTPUTS));
  }

  private static Map<String, Object> input() {
    Map<String, Object> size = integer(1, SpecYaml.MOST);
    Map<String, Object> large = integer(1, SpecYaml.MOST_FEATURES);
    return anyOf(
        shape("image", properties("height", size, "width", size, "channels", size)),
        shape("sequence", properties("features", size, "steps", size)),
        shape("tokens", properties("vocabulary", large, "steps", size)),
        shape("vector", properties("features", large)));
  }

  private static Map<String, Object> shape(String type, Map<String, Object> sizes) {
    Map<String, Object> all = properties("type", oneOf(List.of(type)));
    all.putAll(sizes);
    return object(List.copyOf(all.keySet()), all);
  }

  /** A family that is given by options alone. */
  public static Map<String, Object> family(String family, List<Option> options) {
    Map<String, Object> all = head(family);
    options.forEach(option -> all.put(option.key(), option(option)));
    return object(List.of("apiVersion", "name", "family"), all);
  }

  private static Map<String, Object> option(Option option) {
    Map<String, Object> value =
        option.isNumber() ? integer(1, option.most()) : oneOf(option.words());
    Map<String, Object> open =
        option.isNumber()
            ? domain(option.most())
            : object(List.of("choice"), properties("choice", list(value)));
    return option.layered()
        ? anyOf(value, open, object(List.of("each"), properties("each", list(value))))
        : anyOf(value, open);
  }

  /** Whole numbers that are left open, from 1 to a most. */
  public static Map<String, Object> domain(int most) {
    return domain(1, most);
  }

  /** Whole numbers that are left open, within bounds. */
  public static Map<String, Object> domain(int least, int most) {
    Map<String, Object> number = integer(least, most);
    return anyOf(
        object(List.of("int"), properties("int", list(number, 2, 2))),
        object(List.of("choice"), properties("choice", list(number))));
  }
}
