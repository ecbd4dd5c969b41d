package dev.espalier.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link YamlDocument}. Each accessor says what must stand here. If something else
 * does, the mistake is noted and a harmless value returned (the smallest number, the first choice,
 * an empty text, list or map), so that one pass finds every mistake; {@link YamlDocument#check}
 * throws before such a value is used.
 */
public final class YamlNode {
  private final YamlDocument document;
  private final String path;
  private final @Nullable YamlTree tree;

  /** A null tree stands for something that is missing and has been noted. */
  YamlNode(YamlDocument document, String path, @Nullable YamlTree tree) {
    this.document = document;
    this.path = path;
    this.tree = tree;
  }

  /** Where this is in the document, such as {@code cells.normal.ops[2]}; empty for all of it. */
  public String path() {
    return path;
  }

  /** Line in the file, counted from 1; 0 if this is missing. */
  public int line() {
    return tree == null ? 0 : tree.line();
  }

  /** What stands here as YAML in one line; empty if this is missing. */
  public String yaml() {
    return tree == null ? "" : tree.yaml();
  }

  /** Whether a map stands here. */
  public boolean isMap() {
    return tree instanceof YamlTree.Mapping;
  }

  /** Whether a list stands here. */
  public boolean isList() {
    return tree instanceof YamlTree.Sequence;
  }

  /** Whether a whole number stands here. */
  public boolean isInteger() {
    return tree instanceof YamlTree.Scalar scalar && isNumber(scalar, YamlNode::isWhole);
  }

  /** Any single value, as written. */
  public String text() {
    return scalar("must be a text", scalar -> !scalar.isNull(), "");
  }

  /** A text that a regular expression matches; {@code meaning} says in words what that is. */
  public String text(String pattern, String meaning) {
    return scalar("must be " + meaning, s -> !s.isNull() && s.text().matches(pattern), "");
  }

  /** One of these texts. */
  public String oneOf(Collection<String> choices) {
    String found = tree instanceof YamlTree.Scalar scalar ? scalar.text() : "";
    return scalar(
        Suggestion.oneOf(found, choices),
        scalar -> choices.contains(scalar.text()),
        choices.iterator().next());
  }

  /** A whole number, both bounds included. */
  public int integer(int low, int high) {
    return (int) integer((long) low, (long) high);
  }

  /** A whole number, both bounds included. */
  public long integer(long low, long high) {
    String remedy = "must be a whole number from %s to %s".formatted(low, high);
    Predicate<YamlTree.Scalar> fits =
        scalar -> {
          if (!isNumber(scalar, YamlNode::isWhole)) {
            return false;
          }
          long value = Long.parseLong(scalar.text());
          return value >= low && value <= high;
        };
    return Long.parseLong(scalar(remedy, fits, Long.toString(low)));
  }

  /** A number, both bounds included; infinities and NaN are none. */
  public double real(double low, double high) {
    String remedy = "must be a number from %s to %s".formatted(plain(low), plain(high));
    Predicate<YamlTree.Scalar> fits =
        scalar -> {
          if (!isNumber(scalar, YamlNode::isReal)) {
            return false;
          }
          double value = Double.parseDouble(scalar.text());
          return value >= low && value <= high;
        };
    return Double.parseDouble(scalar(remedy, fits, Double.toString(low)));
  }

  /** {@code true} or {@code false}. */
  public boolean bool() {
    Predicate<YamlTree.Scalar> fits =
        s -> s.plain() && (s.text().equals("true") || s.text().equals("false"));
    return Boolean.parseBoolean(scalar("must be true or false", fits, "false"));
  }

  /** A list; may be empty. */
  public ImmutableList<YamlNode> list() {
    if (tree instanceof YamlTree.Sequence sequence) {
      ImmutableList<YamlTree> items = sequence.items();
      return IntStream.range(0, items.size())
          .mapToObj(i -> new YamlNode(document, "%s[%s]".formatted(path, i), items.get(i)))
          .collect(ImmutableList.toImmutableList());
    }
    wrongKind("must be a list, such as [a, b]");
    return ImmutableList.of();
  }

  /** A map with any keys. */
  public YamlMap map() {
    if (tree instanceof YamlTree.Mapping mapping) {
      return new YamlMap(document, path, mapping);
    }
    wrongKind("must be a map, such as {key: value}");
    return new YamlMap(document, path, null);
  }

  /** A map with no keys but these; any other is noted, with the known one that is closest. */
  public YamlMap map(String... known) {
    YamlMap map = map();
    ImmutableSet<String> keys = ImmutableSet.copyOf(known);
    for (Map.Entry<String, YamlNode> entry : map.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        document.fault(
            map.keyLine(entry.getKey()),
            entry.getValue().path(),
            null,
            "is an unknown key; " + Suggestion.oneOf(entry.getKey(), keys));
      }
    }
    return map;
  }

  /** Notes a mistake here, with the value if it is a single one. */
  public void fault(String remedy) {
    if (tree == null) {
      return;
    }
    String value = tree instanceof YamlTree.Scalar scalar ? scalar.text() : null;
    document.fault(line(), path, value, remedy);
  }

  /** The same, unless one was noted here or inside, of which this may be a mere consequence. */
  public void faultOnce(String remedy) {
    if (!document.faults().touch(path)) {
      fault(remedy);
    }
  }

  /** For mistakes that show only after reading; their paths are relative to this node. */
  public Origin origin() {
    return document.origin(path);
  }

  /** The document that this is a part of. */
  public YamlDocument document() {
    return document;
  }

  private String scalar(String remedy, Predicate<YamlTree.Scalar> fits, String harmless) {
    if (tree instanceof YamlTree.Scalar scalar) {
      if (fits.test(scalar)) {
        return scalar.text();
      }
      fault(scalar.plain() ? remedy : remedy + " (it stands in quotes)");
    } else {
      wrongKind(remedy);
    }
    return harmless;
  }

  private void wrongKind(String remedy) {
    if (tree != null) {
      fault("%s, not %s".formatted(remedy, tree.kind()));
    }
  }

  private static boolean isNumber(YamlTree.Scalar scalar, Predicate<String> form) {
    return scalar.plain() && form.test(scalar.text());
  }

  private static boolean isWhole(String text) {
    return text.matches("[+-]?[0-9]{1,19}") && new BigInteger(text).bitLength() < Long.SIZE;
  }

  private static boolean isReal(String text) {
    return text.length() <= 40
        && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
