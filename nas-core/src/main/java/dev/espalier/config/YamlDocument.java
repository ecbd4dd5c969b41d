package dev.espalier.config;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file as data, with the mistakes found in it so far.
 *
 * <p>At most {@value #MOST_BYTES} bytes of UTF-8 holding one document; 50 levels deep; no tags but
 * those of the core schema, which are ignored; at most 50 aliases of lists and maps; no merge keys.
 * A document that breaks these rules is a {@link ConfigException} right away, since nothing else in
 * it can be trusted; a key that is there twice is merely noted. Not thread-safe.
 */
public final class YamlDocument {
  private static final int MOST_BYTES = 1 << 20;

  private final String file;
  private final Faults faults;
  private final YamlTree tree;
  private final ImmutableMap<String, Integer> lines;
  private final ImmutableSet<String> overridden;

  private YamlDocument(String file, Faults faults, YamlTree tree, ImmutableSet<String> overridden) {
    this.file = file;
    this.faults = faults;
    this.tree = tree;
    this.overridden = overridden;
    Map<String, Integer> found = new HashMap<>();
    collectLines(tree, "", found);
    this.lines = ImmutableMap.copyOf(found);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if there is no such file, or it is no YAML by the rules above
   * @throws UncheckedIOException if the file is there and cannot be read
   */
  public static YamlDocument read(Path path) {
    String file = path.toString();
    if (!Files.isRegularFile(path)) {
      throw refused(
          file, Files.exists(path) ? "is no file; must be a YAML file" : "there is no such file");
    }
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw tooLong(file, Files.size(path));
      }
      return parse(file, decode(file, Files.readAllBytes(path)));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + file, cause);
    }
  }

  /**
   * Reads text.
   *
   * @param name what messages call the text, such as its file name
   * @throws ConfigException if the text is no YAML by the rules above
   */
  public static YamlDocument parse(String name, String text) {
    if (text.length() > MOST_BYTES) {
      throw tooLong(name, text.length());
    }
    Faults faults = new Faults();
    YamlTree tree = new YamlParser(name, faults).parse(text);
    if (tree == null) {
      throw new ConfigException(faults.list());
    }
    return new YamlDocument(name, faults, tree, ImmutableSet.of());
  }

  /**
   * A document of values that were made and not read.
   *
   * @param name what messages call it
   * @param values maps, lists, texts, numbers, {@code true} and {@code false} by key
   */
  public static YamlDocument of(String name, Map<String, ?> values) {
    return new YamlDocument(name, new Faults(), YamlTree.of(values), ImmutableSet.of());
  }

  /**
   * This document with values set from outside, by path, such as {@code budget.trials}. A fault in
   * one is noted like one in the file.
   *
   * @param values YAML by path of keys
   */
  public YamlDocument with(Map<String, String> values) {
    YamlTree changed = tree;
    for (Map.Entry<String, String> value : values.entrySet()) {
      changed = new YamlOverride(faults, value.getKey()).set(changed, value.getValue());
    }
    return new YamlDocument(
        file, faults, changed, ImmutableSet.copyOf(Sets.union(overridden, values.keySet())));
  }

  private static String decode(String file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException cause) {
      ConfigException refused = refused(file, "is no text; must be YAML in UTF-8");
      refused.initCause(cause);
      throw refused;
    }
  }

  private static ConfigException tooLong(String file, long length) {
    return refused(file, "is too long (%s); at most %s bytes".formatted(length, MOST_BYTES));
  }

  private static ConfigException refused(String file, String remedy) {
    return new ConfigException(List.of(new Fault(file, 0, "", null, remedy)));
  }

  private static void collectLines(YamlTree tree, String path, Map<String, Integer> lines) {
    lines.put(path, tree.line());
    if (tree instanceof YamlTree.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        collectLines(sequence.items().get(i), "%s[%s]".formatted(path, i), lines);
      }
    } else if (tree instanceof YamlTree.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, value) -> collectLines(value, path.isEmpty() ? key : path + "." + key, lines));
    }
  }

  /** Name of the file, as given. */
  public String file() {
    return file;
  }

  /** The whole document. */
  public YamlNode root() {
    return new YamlNode(this, "", tree);
  }

  /** The mistakes noted so far, to which a reader may add its own. */
  public Faults faults() {
    return faults;
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException if any mistake was noted, holding all of them
   */
  public void check() {
    faults.check();
  }

  /** Places inside the part at {@code path}, for mistakes that show after reading. */
  Origin origin(String path) {
    return Origin.of(file, path, lines, overridden);
  }

  void fault(int line, String path, @Nullable String value, String remedy) {
    if (overridden.stream().anyMatch(set -> Faults.within(path, set))) {
      faults.add(new Fault(YamlOverride.SOURCE, 0, path, value, remedy));
    } else {
      faults.add(new Fault(file, line, path, value, remedy));
    }
  }
}
