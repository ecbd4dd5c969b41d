package dev.espalier.config;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds parts of a JSON Schema (2020-12), as the maps and lists that a JSON library writes. What a
 * YAML file may hold as text may be a number or a truth value there, too.
 */
public final class JsonSchema {
  /** The dialect, which a whole schema names. */
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private JsonSchema() {}

  /**
   * An object.
   *
   * @param required keys that must be there
   * @param properties schema by key; other keys are refused
   */
  public static Map<String, Object> object(List<String> required, Map<String, Object> properties) {
    Map<String, Object> schema = type("object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /** An object of any keys, all of whose values are alike. */
  public static Map<String, Object> mapOf(Map<String, Object> values) {
    Map<String, Object> schema = type("object");
    schema.put("additionalProperties", values);
    return schema;
  }

  /** A list. */
  public static Map<String, Object> list(Map<String, Object> items) {
    Map<String, Object> schema = type("array");
    schema.put("items", items);
    return schema;
  }

  /** A list whose length has bounds, both included. */
  public static Map<String, Object> list(Map<String, Object> items, int least, int most) {
    Map<String, Object> schema = list(items);
    schema.put("minItems", least);
    schema.put("maxItems", most);
    return schema;
  }

  /** A whole number, bounds included. */
  public static Map<String, Object> integer(long least, long most) {
    Map<String, Object> schema = type("integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return schema;
  }

  /** A number, bounds included. */
  public static Map<String, Object> number(double least, double most) {
    Map<String, Object> schema = type("number");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return schema;
  }

  /** {@code true} or {@code false}. */
  public static Map<String, Object> flag() {
    return type("boolean");
  }

  /** Any text. */
  public static Map<String, Object> text() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", ImmutableList.of("string", "number", "boolean"));
    return schema;
  }

  /** Text of which the whole matches a pattern. */
  public static Map<String, Object> text(String pattern) {
    Map<String, Object> schema = text();
    schema.put("pattern", "^(?:%s)$".formatted(pattern));
    return schema;
  }

  /** One of some texts. */
  public static Map<String, Object> oneOf(Collection<String> texts) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("enum", plain(texts));
    return schema;
  }

  /** A text for which some are proposed. */
  public static Map<String, Object> proposed(Collection<String> texts) {
    return anyOf(oneOf(texts), text());
  }

  /** As YAML reads them, where they are written without quotes. */
  private static List<Object> plain(Collection<String> texts) {
    List<Object> values = new ArrayList<>();
    for (String text : texts) {
      values.add(text);
      if (text.matches("[0-9]{1,9}")) {
        values.add(Integer.valueOf(text));
      }
    }
    return values;
  }

  /** What one of several describes. */
  @SafeVarargs
  public static Map<String, Object> anyOf(Map<String, Object>... schemas) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> schema : schemas) {
      all.add(schema);
    }
    return anyOf(all);
  }

  /** The same. */
  public static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("anyOf", schemas);
    return schema;
  }

  /** What stands under a name in {@code $defs}. */
  public static Map<String, Object> reference(String name) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$ref", "#/$defs/" + name);
    return schema;
  }

  /** The same schema with a description for people. */
  public static Map<String, Object> described(String text, Map<String, Object> schema) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", text);
    described.putAll(schema);
    return described;
  }

  /** A map of schemas by key, in the order in which they are given. */
  public static Map<String, Object> properties(Object... keysAndSchemas) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < keysAndSchemas.length; i += 2) {
      properties.put((String) keysAndSchemas[i], keysAndSchemas[i + 1]);
    }
    return properties;
  }

  private static Map<String, Object> type(String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    return schema;
  }
}
