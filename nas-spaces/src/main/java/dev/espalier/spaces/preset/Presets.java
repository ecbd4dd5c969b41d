package dev.espalier.spaces.preset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import dev.espalier.config.Suggestion;
import dev.espalier.config.YamlDocument;
import dev.espalier.config.YamlMap;
import dev.espalier.spaces.spec.SpaceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The spaces that come with the framework, by name. A new one is a file and its line here. */
public final class Presets {
  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "cnn-cells",
          "series-cells",
          "token-cells",
          "conv1d-cells",
          "mlp-cells",
          "nas-bench-201",
          "nas-bench-101",
          "darts-cnn",
          "mobilenet-macro",
          "lstm-stack",
          "darts-rnn",
          "enas-rnn",
          "flexibert-small");

  private static final ImmutableMap<String, PaperData> PAPERS =
      ImmutableMap.<String, PaperData>builder()
          .put("nas-bench-101", PaperData.CIFAR_10)
          .put("nas-bench-201", PaperData.CIFAR_10)
          .put("darts-cnn", PaperData.CIFAR_10)
          .put("mobilenet-macro", PaperData.CIFAR_10)
          .put("darts-rnn", PaperData.PENN_TREEBANK)
          .put("enas-rnn", PaperData.PENN_TREEBANK)
          .buildOrThrow();

  /** Top-level keys of a space of cells that are no values. */
  private static final ImmutableSet<String> STRUCTURE =
      ImmutableSet.of(
          "apiVersion", "name", "family", "stem", "cells", "macro", "head", "decisions");

  private Presets() {}

  /** The data of the paper that a preset is from; empty for those that are of no paper's size. */
  public static Optional<PaperData> paper(String name) {
    return Optional.ofNullable(PAPERS.get(name));
  }

  /**
   * What may be given anew of a preset, with where it stands in its file: values at the top, those
   * of {@code decisions}, and the {@code channels} of the stem.
   */
  public static ImmutableMap<String, String> values(String name) {
    YamlMap root = YamlDocument.parse(file(name), yaml(name)).root().map();
    ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
    root.entries().keySet().stream()
        .filter(key -> !STRUCTURE.contains(key))
        .forEach(key -> values.put(key, key));
    root.optional("decisions")
        .ifPresent(
            decisions ->
                decisions
                    .map()
                    .entries()
                    .keySet()
                    .forEach(key -> values.put(key, "decisions." + key)));
    root.optional("stem")
        .filter(stem -> stem.isMap() && stem.map().optional("channels").isPresent())
        .ifPresent(stem -> values.put("channels", "stem.channels"));
    return values.buildKeepingLast();
  }

  /**
   * A description with other values.
   *
   * @param values YAML by the names of {@link #values(String)}
   * @throws IllegalArgumentException if there is no preset of this name, or no such value
   * @throws dev.espalier.config.ConfigException if a value is wrong
   */
  public static SpaceSpec get(String name, Map<String, String> values) {
    ImmutableMap<String, String> known = values(name);
    Map<String, String> paths = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String path = known.get(key);
          if (path == null) {
            throw new IllegalArgumentException(
                "'%s' is no value of preset %s, which has %s"
                    .formatted(
                        key, name, known.isEmpty() ? "none" : String.join(", ", known.keySet())));
          }
          paths.put(path, value);
        });
    YamlDocument document = YamlDocument.parse(file(name), yaml(name)).with(paths);
    SpaceSpec spec = SpaceFiles.standard().read(document.root());
    document.check();
    return spec;
  }

  /** All names. */
  public static ImmutableList<String> names() {
    return NAMES;
  }

  /**
   * A description that is to be bound to the data's input and outputs.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static SpaceSpec get(String name) {
    return SpaceFiles.standard().parse(file(name), yaml(name));
  }

  /**
   * The file of a preset, to start a space of one's own from.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static String yaml(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "preset '%s' %s".formatted(name, Suggestion.oneOf(name, NAMES)));
    }
    try {
      return Resources.toString(
          Resources.getResource(Presets.class, file(name)), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read preset " + name, cause);
    }
  }

  private static String file(String name) {
    return name + ".space.yaml";
  }
}
