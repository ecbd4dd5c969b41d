package dev.espalier.config;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys and values of a map in a {@link YamlDocument}. */
public final class YamlMap {
  private final YamlDocument document;
  private final String path;
  private final YamlTree.@Nullable Mapping mapping;
  private final ImmutableMap<String, YamlNode> entries;

  /** A null mapping stands for one that is missing and has been noted. */
  YamlMap(YamlDocument document, String path, YamlTree.@Nullable Mapping mapping) {
    this.document = document;
    this.path = path;
    this.mapping = mapping;
    ImmutableMap.Builder<String, YamlNode> nodes = ImmutableMap.builder();
    if (mapping != null) {
      mapping
          .entries()
          .forEach((key, tree) -> nodes.put(key, new YamlNode(document, place(path, key), tree)));
    }
    this.entries = nodes.buildOrThrow();
  }

  /** Where the map is in the document. */
  public String path() {
    return path;
  }

  /** All entries, in the order of the file. */
  public ImmutableMap<String, YamlNode> entries() {
    return entries;
  }

  /** What stands under a key, if the key is there. */
  public Optional<YamlNode> optional(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** What stands under a key that must be there; notes it if it is not. */
  public YamlNode required(String key) {
    YamlNode node = entries.get(key);
    if (node != null) {
      return node;
    }
    if (mapping != null) {
      document.fault(mapping.line(), place(path, key), null, "is missing; must be given");
    }
    return new YamlNode(document, place(path, key), null);
  }

  int keyLine(String key) {
    Integer line = mapping == null ? null : mapping.keyLines().get(key);
    return line == null ? 0 : line;
  }

  private static String place(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
