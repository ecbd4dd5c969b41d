package dev.espalier.config;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where something was configured, for mistakes that show only after reading: a file with the line
 * of each path, or a name without lines for what was built in Java. Immutable.
 *
 * <p>All origins are equal: things that say the same are the same, wherever they were written.
 */
public final class Origin {
  private final String file;
  private final String prefix;
  private final ImmutableMap<String, Integer> lines;
  private final ImmutableSet<String> overridden;

  private Origin(String file, String prefix, Map<String, Integer> lines, Set<String> overridden) {
    this.file = file;
    this.prefix = prefix;
    this.lines = ImmutableMap.copyOf(lines);
    this.overridden = ImmutableSet.copyOf(overridden);
  }

  /** Built in Java under this name. */
  public static Origin named(String name) {
    return new Origin(name, "", Map.of(), Set.of());
  }

  /**
   * A node of a file: paths are relative to {@code prefix}, {@code lines} and {@code overridden}
   * hold full ones.
   */
  static Origin of(String file, String prefix, Map<String, Integer> lines, Set<String> overridden) {
    return new Origin(file, prefix, lines, overridden);
  }

  /**
   * A mistake at a path, on the line of the closest place that is written in the file; on none if
   * it was set from outside.
   *
   * @param path relative to what was configured; empty for all of it
   */
  public Fault fault(String path, @Nullable String value, String remedy) {
    String full = full(path);
    if (overridden.stream().anyMatch(set -> Faults.within(full, set))) {
      return new Fault(YamlOverride.SOURCE, 0, full, value, remedy);
    }
    return new Fault(file, line(full), full, value, remedy);
  }

  /** Whether the file holds something at a path. */
  public boolean holds(String path) {
    return lines.containsKey(full(path));
  }

  /** The path from the root of the file. */
  public String full(String path) {
    if (prefix.isEmpty() || path.isEmpty()) {
      return prefix + path;
    }
    return path.startsWith("[") ? prefix + path : prefix + "." + path;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  private int line(String path) {
    String place = path;
    while (true) {
      Integer line = lines.get(place);
      if (line != null) {
        return line;
      }
      if (place.isEmpty()) {
        return 0;
      }
      int cut = Math.max(place.lastIndexOf('.'), place.lastIndexOf('['));
      place = cut < 0 ? "" : place.substring(0, cut);
    }
  }
}
