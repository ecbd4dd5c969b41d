package dev.espalier.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Turns text into a {@link YamlTree} by SnakeYAML's node graph, which builds no objects: tags are
 * refused, aliases are copied out, and both depth and number of nodes are bounded.
 */
final class YamlParser {
  private static final int DEEPEST = 50;
  private static final int MOST_NODES = 20_000;
  private static final int MOST_ALIASES = 50;
  private static final ImmutableSet<Tag> CORE_TAGS =
      ImmutableSet.of(
          Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.TIMESTAMP);

  private final String file;
  private final Faults faults;
  private int nodes;
  private boolean broken;

  YamlParser(String file, Faults faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * The tree, or null after noting why there is none. A key that is there twice is noted too, and
   * its first value kept.
   */
  @Nullable YamlTree parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    // Composing builds no object of any tag; let them pass here, so that the fault names the place.
    options.setTagInspector(tag -> true);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        fault(1, "", null, "is empty; must hold a YAML document");
        return null;
      }
      YamlTree tree = tree(root, "", 1);
      return broken ? null : tree;
    } catch (ReaderException cause) {
      int line =
          1 + (int) text.codePoints().limit(cause.getPosition()).filter(c -> c == '\n').count();
      fault(
          line,
          "",
          null,
          "holds a character that is no text (U+%04X); must be YAML in UTF-8"
              .formatted(cause.getCodePoint()));
    } catch (MarkedYAMLException cause) {
      Mark mark = cause.getProblemMark() != null ? cause.getProblemMark() : cause.getContextMark();
      fault(mark == null ? 1 : line(mark), "", null, "is no valid YAML: " + cause.getProblem());
    } catch (YAMLException cause) {
      fault(1, "", null, "is no valid YAML: " + cause.getMessage());
    }
    return null;
  }

  private @Nullable YamlTree tree(Node node, String path, int depth) {
    Node target = node instanceof AnchorNode anchor ? anchor.getRealNode() : node;
    int line = line(target.getStartMark());
    if (++nodes > MOST_NODES) {
      if (nodes == MOST_NODES + 1) {
        refuse(
            line,
            path,
            null,
            "has too much in it; aliases copied out, a file may hold %s values"
                .formatted(MOST_NODES));
      }
      return null;
    }
    if (depth > DEEPEST) {
      refuse(line, path, null, "is nested too deep; at most %s levels".formatted(DEEPEST));
      return null;
    }
    if (!CORE_TAGS.contains(target.getTag()) && !Tag.MERGE.equals(target.getTag())) {
      refuseTag(line, path, target);
      return null;
    }
    if (target instanceof ScalarNode scalar) {
      return new YamlTree.Scalar(
          line, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
    }
    if (target instanceof SequenceNode sequence) {
      return sequence(sequence, line, path, depth);
    }
    return mapping((MappingNode) target, line, path, depth);
  }

  private YamlTree sequence(SequenceNode node, int line, String path, int depth) {
    ImmutableList.Builder<YamlTree> items = ImmutableList.builder();
    int index = 0;
    for (Node item : node.getValue()) {
      YamlTree tree = tree(item, "%s[%s]".formatted(path, index++), depth + 1);
      if (tree != null) {
        items.add(tree);
      }
    }
    return new YamlTree.Sequence(line, items.build());
  }

  private YamlTree mapping(MappingNode node, int line, String path, int depth) {
    Map<String, YamlTree> entries = new LinkedHashMap<>();
    Map<String, Integer> keyLines = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      int keyLine = line(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        fault(keyLine, path, null, "keys must be plain text, not lists or maps");
        continue;
      }
      if (!CORE_TAGS.contains(key.getTag()) && !Tag.MERGE.equals(key.getTag())) {
        refuseTag(keyLine, path, key);
        continue;
      }
      String name = key.getValue();
      String place = path.isEmpty() ? name : path + "." + name;
      if (keyLines.containsKey(name)) {
        fault(
            keyLine,
            place,
            null,
            "is there twice; keep one (the first is on line %s)".formatted(keyLines.get(name)));
        continue;
      }
      keyLines.put(name, keyLine);
      YamlTree tree = tree(tuple.getValueNode(), place, depth + 1);
      if (tree != null) {
        entries.put(name, tree);
      }
    }
    return new YamlTree.Mapping(line, ImmutableMap.copyOf(entries), ImmutableMap.copyOf(keyLines));
  }

  private void refuseTag(int line, String path, Node node) {
    refuse(
        line,
        path,
        node.getTag().getValue(),
        "tags are not allowed; write plain values, lists and maps");
  }

  private void refuse(int line, String path, @Nullable String value, String remedy) {
    broken = true;
    fault(line, path, value, remedy);
  }

  private void fault(int line, String path, @Nullable String value, String remedy) {
    faults.add(new Fault(file, line, path, value, remedy));
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }
}
