package dev.espalier.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets one value of a tree from outside the file, such as from a command line. */
final class YamlOverride {
  /** What messages call the command line, in the place of a file. */
  static final String SOURCE = "--set";

  private final Faults faults;
  private final String path;

  YamlOverride(Faults faults, String path) {
    this.faults = faults;
    this.path = path;
  }

  /** The tree with {@code text}, read as YAML, at the path; maps on the way are made. */
  YamlTree set(YamlTree root, String text) {
    List<String> keys = Splitter.on('.').splitToList(path);
    YamlTree value =
        text.isEmpty()
            ? new YamlTree.Scalar(0, "", true)
            : new YamlParser(SOURCE + " " + path, faults).parse(text);
    return value == null || keys.contains("") ? refuse(root) : set(root, keys, value);
  }

  private YamlTree set(YamlTree tree, List<String> keys, YamlTree value) {
    if (keys.isEmpty()) {
      return value;
    }
    if (!(tree instanceof YamlTree.Mapping mapping)) {
      return refuse(tree);
    }
    String key = keys.get(0);
    YamlTree below =
        mapping
            .entries()
            .getOrDefault(key, new YamlTree.Mapping(0, ImmutableMap.of(), ImmutableMap.of()));
    Map<String, YamlTree> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(key, set(below, keys.subList(1, keys.size()), value));
    Map<String, Integer> lines = new LinkedHashMap<>(mapping.keyLines());
    lines.putIfAbsent(key, 0);
    return new YamlTree.Mapping(
        mapping.line(), ImmutableMap.copyOf(entries), ImmutableMap.copyOf(lines));
  }

  private YamlTree refuse(YamlTree tree) {
    faults.add(
        new Fault(
            SOURCE,
            0,
            path,
            null,
            "is no path of keys, such as budget.trials; items of lists cannot be set"));
    return tree;
  }
}
