package dev.espalier.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a YAML file holds, free of tags, anchors and aliases. */
sealed interface YamlTree {

  /** Line in the file, counted from 1. */
  int line();

  /** For people: what kind of thing this is. */
  String kind();

  /** In one line, as YAML that reads back as this. */
  String yaml();

  /**
   * Of values that were made and not read: on no line.
   *
   * @param value maps, lists, texts, numbers, {@code true} and {@code false}, or null
   */
  static YamlTree of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      ImmutableMap.Builder<String, YamlTree> entries = ImmutableMap.builder();
      map.forEach((key, below) -> entries.put(String.valueOf(key), of(below)));
      return new Mapping(0, entries.buildOrThrow(), ImmutableMap.of());
    }
    if (value instanceof Collection<?> list) {
      return new Sequence(
          0, list.stream().map(YamlTree::of).collect(ImmutableList.toImmutableList()));
    }
    return value == null
        ? new Scalar(0, "", true)
        : new Scalar(0, value.toString(), !(value instanceof String));
  }

  /**
   * One value.
   *
   * @param text as written, without quotes
   * @param plain whether it was written without quotes, so that it may be a number
   */
  record Scalar(int line, String text, boolean plain) implements YamlTree {
    @Override
    public String kind() {
      return "a single value";
    }

    @Override
    public String yaml() {
      return plain
          ? text
          : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** Nothing is written, or a null. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  /** Values in order. */
  record Sequence(int line, ImmutableList<YamlTree> items) implements YamlTree {
    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public String yaml() {
      return items.stream().map(YamlTree::yaml).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * Values by key, in the order of the file.
   *
   * @param keyLines line of each key
   */
  record Mapping(
      int line, ImmutableMap<String, YamlTree> entries, ImmutableMap<String, Integer> keyLines)
      implements YamlTree {
    @Override
    public String kind() {
      return "a map";
    }

    @Override
    public String yaml() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().yaml())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }
}
