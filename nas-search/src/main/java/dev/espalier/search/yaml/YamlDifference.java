package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What differs between two YAML documents, for people. */
public final class YamlDifference {
  private static final int LONGEST_VALUE = 60;

  private YamlDifference() {}

  /**
   * A line for each value that differs: {@code strategy.populationSize: was 16, is 24}.
   *
   * @param before the one document
   * @param now the other
   */
  public static ImmutableList<String> of(String before, String now) {
    Map<String, String> old = values(before);
    Map<String, String> own = values(now);
    return Sets.union(old.keySet(), own.keySet()).stream()
        .filter(path -> !Objects.equals(old.get(path), own.get(path)))
        .map(path -> "%s: was %s, is %s".formatted(path, text(old.get(path)), text(own.get(path))))
        .collect(ImmutableList.toImmutableList());
  }

  private static String text(@Nullable String value) {
    if (value == null) {
      return "not there";
    }
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
  }

  private static Map<String, String> values(String yaml) {
    Map<String, String> values = new LinkedHashMap<>();
    collect(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), "", values);
    return values;
  }

  private static void collect(@Nullable Object node, String path, Map<String, String> values) {
    if (node instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach(
          (key, value) -> collect(value, path.isEmpty() ? "" + key : path + "." + key, values));
    } else if (node instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), "%s[%s]".formatted(path, i), values);
      }
    } else {
      values.put(path, String.valueOf(node));
    }
  }
}
