package dev.espalier.search.yaml;

import static dev.espalier.config.JsonSchema.anyOf;
import static dev.espalier.config.JsonSchema.flag;
import static dev.espalier.config.JsonSchema.integer;
import static dev.espalier.config.JsonSchema.list;
import static dev.espalier.config.JsonSchema.number;
import static dev.espalier.config.JsonSchema.object;
import static dev.espalier.config.JsonSchema.oneOf;
import static dev.espalier.config.JsonSchema.properties;

import dev.espalier.recipe.Augmentation;
import dev.espalier.recipe.Optimizer;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.recipe.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON Schema of the block {@code training:}; see {@link RecipeReader}. */
final class RecipeSchema {
  private RecipeSchema() {}

  static Map<String, Object> of() {
    Map<String, Object> all =
        properties(
            RecipeReader.OPTIMIZER, names(Optimizer.names()),
            RecipeReader.SCHEDULE, names(Schedule.names()),
            RecipeReader.AUGMENT, augment());
    for (RecipeSetting setting : RecipeSetting.values()) {
      all.put(setting.key(), setting(setting));
    }
    return object(List.of(), all);
  }

  private static Map<String, Object> names(List<String> names) {
    Map<String, Object> name = oneOf(names);
    return anyOf(name, object(List.of("choice"), properties("choice", list(name))));
  }

  /** A value, or what it is left open to. */
  private static Map<String, Object> setting(RecipeSetting setting) {
    Map<String, Object> whole =
        integer((long) Math.ceil(setting.least()), (long) Math.floor(setting.most()));
    Map<String, Object> real = number(setting.least(), setting.most());
    Map<String, Object> range = object(List.of("int"), properties("int", list(whole, 2, 2)));
    return switch (setting.kind()) {
      case YES_NO -> anyOf(flag(), choice(flag()));
      case WHOLE -> anyOf(whole, range, choice(whole));
      case REAL ->
          anyOf(
              real,
              object(
                  List.of("float"),
                  properties("float", list(real, 2, 2), "scale", oneOf(List.of("linear", "log")))),
              range,
              choice(real));
    };
  }

  private static Map<String, Object> choice(Map<String, Object> value) {
    return object(List.of("choice"), properties("choice", list(value)));
  }

  /** A list, or subsets of one. */
  private static Map<String, Object> augment() {
    Map<String, Object> pixels = integer(1, AugmentYaml.MOST_PIXELS);
    Map<String, Object> strength = number(AugmentYaml.ABOVE_ZERO, AugmentYaml.LARGEST);
    List<Map<String, Object>> items = new ArrayList<>();
    items.add(oneOf(Augmentation.names()));
    items.add(item("flip", Map.of()));
    items.add(item("crop", properties("padding", pixels)));
    items.add(item("cutout", properties("size", pixels)));
    items.add(item("noise", properties("std", strength)));
    items.add(item("mixup", properties("alpha", strength)));
    Map<String, Object> list = list(anyOf(items));
    Map<String, Object> size = list(integer(0, Integer.MAX_VALUE), 2, 2);
    return anyOf(list, object(List.of("subset"), properties("subset", list, "size", size)));
  }

  private static Map<String, Object> item(String name, Map<String, Object> settings) {
    return object(List.of(name), properties(name, object(List.of(), settings)));
  }
}
