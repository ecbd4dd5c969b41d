package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.datasets.catalog.Catalog;
import dev.espalier.datasets.catalog.DataHome;
import dev.espalier.datasets.example.LearningTask;
import dev.espalier.datasets.prepare.TextEncoding;
import dev.espalier.datasets.prepare.Tokenizer;
import dev.espalier.datasets.spec.DataFormat;
import dev.espalier.datasets.spec.DatasetSpec;
import dev.espalier.datasets.spec.TestSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code dataset:} block; relative paths start at the folder of the file. */
final class DatasetReader {
  static final double ABOVE_ZERO = 1e-6;
  static final double BELOW_ONE = 1 - 1e-6;
  static final int LARGEST_SIDE = 4096;
  static final int LONGEST = 100_000;

  /** Up to here a float holds every number of a token exactly. */
  static final int LARGEST_VOCABULARY = 1_000_000;

  /** Keys of a block. */
  static final ImmutableList<String> KEYS =
      ImmutableList.of(
          "name",
          "format",
          "path",
          "label",
          "categories",
          "text",
          "test",
          "group",
          "order",
          "series",
          "step",
          "maxLength",
          "tokenizer",
          "encoding",
          "maxVocabulary",
          "limit",
          "channels",
          "height",
          "width",
          "validationFraction",
          "splitSeed");

  private final Path folder;
  private final boolean dataNeeded;

  private DatasetReader(Path folder, boolean dataNeeded) {
    this.folder = folder;
    this.dataNeeded = dataNeeded;
  }

  /** Of blocks whose data are about to be used: files that are not there are faults. */
  static DatasetReader of(Path folder) {
    return new DatasetReader(folder, true);
  }

  /** Of blocks whose data may be gone. */
  static DatasetReader withoutData(Path folder) {
    return new DatasetReader(folder, false);
  }

  /** The dataset; null if it was noted as faulty. */
  @Nullable DatasetSpec read(YamlNode node, @Nullable LearningTask task) {
    YamlMap map = node.map(KEYS.toArray(String[]::new));
    return read(node, map, start(map), task);
  }

  /**
   * Own data whose keys stand among others; {@code name} is none of them. Null if noted as faulty.
   */
  @Nullable DatasetSpec readOwn(YamlNode node, YamlMap map, @Nullable LearningTask task) {
    return read(node, map, DatasetSpec.at(place(map.required("path"))).task(task), null);
  }

  private @Nullable DatasetSpec read(
      YamlNode node, YamlMap map, DatasetSpec.Builder spec, @Nullable LearningTask task) {
    map.optional("format")
        .ifPresent(
            n ->
                spec.format(
                    DataFormat.of(
                        n.oneOf(Arrays.stream(DataFormat.values()).map(DataFormat::id).toList()))));
    map.optional("label").ifPresent(n -> spec.label(columns(n)));
    map.optional("categories").ifPresent(n -> spec.categories(columns(n)));
    map.optional("text").ifPresent(n -> spec.text(n.text()));
    map.optional("test").ifPresent(n -> spec.test(test(n)));
    map.optional("group").ifPresent(n -> spec.group(n.text()));
    map.optional("order").ifPresent(n -> spec.order(n.text()));
    map.optional("series").ifPresent(n -> spec.series(n.text()));
    map.optional("step").ifPresent(n -> spec.step(n.text()));
    map.optional("maxLength").ifPresent(n -> spec.maxLength(n.integer(1, LONGEST)));
    map.optional("tokenizer")
        .ifPresent(n -> spec.tokenizer(Tokenizer.of(n.oneOf(Tokenizer.ids()))));
    map.optional("encoding")
        .ifPresent(n -> spec.encoding(TextEncoding.of(n.oneOf(TextEncoding.ids()))));
    map.optional("maxVocabulary")
        .ifPresent(n -> spec.maxVocabulary(n.integer(1, LARGEST_VOCABULARY)));
    map.optional("limit").ifPresent(n -> spec.limit(n.integer(1, Integer.MAX_VALUE)));
    map.optional("channels").ifPresent(n -> spec.channels(n.integer(1, 3)));
    map.optional("height").ifPresent(n -> spec.height(n.integer(1, LARGEST_SIDE)));
    map.optional("width").ifPresent(n -> spec.width(n.integer(1, LARGEST_SIDE)));
    map.optional("validationFraction")
        .ifPresent(n -> spec.validationFraction(n.real(ABOVE_ZERO, BELOW_ONE)));
    map.optional("splitSeed")
        .ifPresent(n -> spec.splitSeed(n.integer(Long.MIN_VALUE, Long.MAX_VALUE)));
    if (map.optional("name").isEmpty()) {
      spec.task(task);
    } else if (task != null) {
      requireTask(map.required("name"), task);
    }
    if (node.document().faults().touch(node.path())) {
      return null;
    }
    try {
      return spec.build();
    } catch (IllegalArgumentException fault) {
      node.fault(String.valueOf(fault.getMessage()));
      return null;
    }
  }

  private static void requireTask(YamlNode name, LearningTask task) {
    if (name.document().faults().touch(name.path())) {
      return;
    }
    LearningTask own = Catalog.describe(name.text()).task();
    if (own != task) {
      name.fault("is data for %s; task must say so, or be left out".formatted(id(own)));
    }
  }

  private static String id(LearningTask task) {
    return task.name().toLowerCase(Locale.ROOT);
  }

  private DatasetSpec.Builder start(YamlMap map) {
    Path path = map.optional("path").map(this::place).orElse(null);
    if (map.optional("format").filter(format -> format.text().equals("memory")).isPresent()) {
      return DatasetSpec.inMemory();
    }
    if (map.optional("name").isPresent() || path == null) {
      return DatasetSpec.named(map.required("name").oneOf(Catalog.names())).path(path);
    }
    return DatasetSpec.at(path);
  }

  private TestSplit test(YamlNode node) {
    YamlMap map = node.map("path", "fraction", "column", "seed");
    if (map.entries().keySet().stream().filter(key -> !key.equals("seed")).count() != 1) {
      node.fault("must hold one of path, fraction and column");
    }
    if (map.optional("path").isPresent()) {
      return new TestSplit.Given(place(map.required("path")));
    }
    if (map.optional("column").isPresent()) {
      return new TestSplit.Column(map.required("column").text());
    }
    Long seed =
        map.optional("seed").map(n -> n.integer(Long.MIN_VALUE, Long.MAX_VALUE)).orElse(null);
    return new TestSplit.Fraction(
        map.optional("fraction").map(n -> n.real(ABOVE_ZERO, BELOW_ONE)).orElse(0.2), seed);
  }

  private static List<String> columns(YamlNode node) {
    return node.isList() ? node.list().stream().map(YamlNode::text).toList() : List.of(node.text());
  }

  /** Where data lie: from the folder of the file, or in that of all data. */
  private Path place(YamlNode node) {
    Path path = DataHome.find(folder, node.text());
    if (dataNeeded && !Files.exists(path)) {
      node.fault(
          "there is no such file or folder as %s%s; must be where the data lie"
              .formatted(path, DataHome.elsewhere(node.text())));
    }
    return path;
  }
}
