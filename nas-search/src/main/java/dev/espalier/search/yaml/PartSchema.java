package dev.espalier.search.yaml;

import static dev.espalier.config.JsonSchema.described;
import static dev.espalier.config.JsonSchema.flag;
import static dev.espalier.config.JsonSchema.integer;
import static dev.espalier.config.JsonSchema.list;
import static dev.espalier.config.JsonSchema.number;
import static dev.espalier.config.JsonSchema.object;
import static dev.espalier.config.JsonSchema.oneOf;
import static dev.espalier.config.JsonSchema.properties;
import static dev.espalier.config.JsonSchema.reference;
import static dev.espalier.config.JsonSchema.text;

import dev.espalier.config.JsonSchema;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterType;
import dev.espalier.parameter.PartFactory;
import dev.espalier.parameter.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of a part of a study, by what each type of it takes; see {@link PartReader}. */
final class PartSchema {
  private PartSchema() {}

  /**
   * Of all parts of a kind.
   *
   * @param name under which it stands in {@code $defs}, for parts within parts
   */
  static Map<String, Object> of(Registry<? extends PartFactory> parts, String name) {
    return of(parts, name, Map.of(), "");
  }

  /**
   * The same.
   *
   * @param shared schema by key of what all types take
   * @param standard the type of a part that does not say it; empty if all must
   */
  static Map<String, Object> of(
      Registry<? extends PartFactory> parts,
      String name,
      Map<String, Object> shared,
      String standard) {
    List<Map<String, Object>> types = new ArrayList<>();
    for (PartFactory part : parts.factories()) {
      Map<String, Object> all =
          properties("type", described(part.summary(), oneOf(List.of(part.id()))));
      all.putAll(shared);
      for (Parameter<?> parameter : part.parameters()) {
        put(all, parameter, name);
      }
      types.add(object(part.id().equals(standard) ? List.of() : List.of("type"), all));
    }
    return JsonSchema.anyOf(types);
  }

  /** Under its name, which may lead through a block that is there. */
  private static void put(Map<String, Object> all, Parameter<?> parameter, String name) {
    Map<String, Object> schema =
        described(
            "%s; default %s".formatted(parameter.summary(), parameter.plainDefault()),
            schema(parameter.type(), name));
    int dot = parameter.name().indexOf('.');
    if (dot < 0) {
      all.put(parameter.name(), schema);
      return;
    }
    String block = parameter.name().substring(0, dot);
    Map<String, Object> inner = new LinkedHashMap<>();
    if (all.get(block) instanceof Map<?, ?> known
        && known.get("properties") instanceof Map<?, ?> before) {
      before.forEach((key, value) -> inner.put((String) key, value));
    }
    inner.put(parameter.name().substring(dot + 1), schema);
    all.put(block, object(List.of(), inner));
  }

  private static Map<String, Object> schema(ParameterType<?> type, String name) {
    if (type instanceof ParameterType.Whole whole) {
      return integer(whole.minimum(), whole.maximum());
    }
    if (type instanceof ParameterType.Real real) {
      return number(real.minimum(), real.maximum());
    }
    if (type instanceof ParameterType.Choice choice) {
      return oneOf(choice.choices());
    }
    if (type instanceof ParameterType.Flag) {
      return flag();
    }
    if (type instanceof ParameterType.Several<?> several) {
      return list(schema(several.element(), name), several.least(), several.most());
    }
    return type instanceof ParameterType.Nested ? reference(name) : text();
  }
}
