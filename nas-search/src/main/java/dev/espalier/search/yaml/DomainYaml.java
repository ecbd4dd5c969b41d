package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.recipe.RecipeSetting;
import dev.espalier.space.Domain;
import dev.espalier.space.FloatRange;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads and writes the values of a setting that is left open: {@code {float: [low, high], scale:
 * log}}, {@code {int: [low, high]}} or {@code {choice: [...]}}.
 */
final class DomainYaml {
  private static final String LOG = "log";
  private static final String LINEAR = "linear";

  private DomainYaml() {}

  /** The values; empty if a mistake was noted. */
  static Optional<Domain> read(YamlNode node, RecipeSetting setting) {
    List<String> kinds =
        switch (setting.kind()) {
          case REAL -> List.of("float", "int", "choice");
          case WHOLE -> List.of("int", "choice");
          case YES_NO -> List.of("choice");
        };
    YamlMap map =
        setting.kind() == RecipeSetting.Kind.REAL
            ? node.map("float", "scale", "int", "choice")
            : node.map(kinds.toArray(String[]::new));
    List<String> given = kinds.stream().filter(kind -> map.optional(kind).isPresent()).toList();
    if (given.size() != 1) {
      node.fault("must hold one of " + String.join(", ", kinds));
      return Optional.empty();
    }
    String kind = given.get(0);
    if (!kind.equals("float")) {
      map.optional("scale").ifPresent(scale -> scale.fault("belongs to float; remove it"));
    }
    YamlNode values = map.required(kind);
    return switch (kind) {
      case "float" -> reals(values, map.optional("scale"), setting);
      case "int" -> wholes(values, setting);
      default -> choice(values, setting);
    };
  }

  private static Optional<Domain> reals(
      YamlNode values, Optional<YamlNode> scale, RecipeSetting setting) {
    boolean log = scale.map(node -> node.oneOf(List.of(LINEAR, LOG))).orElse(LINEAR).equals(LOG);
    ImmutableList<YamlNode> bounds = values.list();
    if (bounds.size() != 2) {
      if (values.isList()) {
        values.fault("must hold two numbers: [low, high]");
      }
      return Optional.empty();
    }
    double low = bounds.get(0).real(setting.least(), setting.most());
    double high = bounds.get(1).real(setting.least(), setting.most());
    if (values.document().faults().touch(values.path())) {
      return Optional.empty();
    }
    try {
      return Optional.of(log ? Domain.logReal(low, high) : Domain.real(low, high));
    } catch (IllegalArgumentException impossible) {
      values.fault(String.valueOf(impossible.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Domain> wholes(YamlNode values, RecipeSetting setting) {
    ImmutableList<YamlNode> bounds = values.list();
    if (bounds.size() != 2) {
      if (values.isList()) {
        values.fault("must hold two whole numbers: [low, high]");
      }
      return Optional.empty();
    }
    int least = (int) Math.ceil(setting.least());
    int most = (int) Math.floor(setting.most());
    int low = bounds.get(0).integer(least, most);
    int high = bounds.get(1).integer(low, most);
    return values.document().faults().touch(values.path())
        ? Optional.empty()
        : Optional.of(Domain.range(low, high));
  }

  private static Optional<Domain> choice(YamlNode values, RecipeSetting setting) {
    ImmutableList<String> texts = distinct(values, item -> text(item, setting));
    return texts.isEmpty() ? Optional.empty() : Optional.of(new Domain.Choice(texts));
  }

  private static String text(YamlNode item, RecipeSetting setting) {
    return switch (setting.kind()) {
      case REAL -> FloatRange.text(item.real(setting.least(), setting.most()));
      case WHOLE -> Integer.toString(item.integer((int) setting.least(), (int) setting.most()));
      case YES_NO -> Boolean.toString(item.bool());
    };
  }

  /** {@code {choice: [...]}} of names; the first one known if a mistake was noted. */
  static ImmutableList<String> names(YamlNode node, List<String> known) {
    ImmutableList<String> names =
        distinct(node.map("choice").required("choice"), item -> item.oneOf(known));
    return names.isEmpty() ? ImmutableList.of(known.get(0)) : names;
  }

  private static ImmutableList<String> distinct(YamlNode list, Function<YamlNode, String> reading) {
    ImmutableList<YamlNode> items = list.list();
    if (list.isList() && items.isEmpty()) {
      list.fault("must hold at least one value");
    }
    Set<String> values = new LinkedHashSet<>();
    for (YamlNode item : items) {
      String value = reading.apply(item);
      boolean wrong = list.document().faults().touch(item.path());
      if (!wrong && !values.add(value)) {
        item.faultOnce("is there twice; keep one");
      }
    }
    return ImmutableList.copyOf(values);
  }

  /** As {@link #read} takes them. */
  static Map<String, Object> write(Domain domain, RecipeSetting setting) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (domain instanceof FloatRange range) {
      map.put("float", List.of(range.low(), range.high()));
      map.put("scale", range.scale() == FloatRange.Scale.LOG ? LOG : LINEAR);
    } else if (domain instanceof Domain.IntRange range) {
      map.put("int", List.of(range.low(), range.high()));
    } else {
      map.put(
          "choice",
          domain.values().stream()
              .map(
                  text ->
                      switch (setting.kind()) {
                        case REAL -> (Object) Double.parseDouble(text);
                        case WHOLE -> Integer.parseInt(text);
                        case YES_NO -> Boolean.parseBoolean(text);
                      })
              .toList());
    }
    return map;
  }
}
