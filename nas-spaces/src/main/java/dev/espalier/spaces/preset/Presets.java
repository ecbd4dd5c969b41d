package dev.espalier.spaces.preset;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import dev.espalier.spaces.config.Suggestion;
import dev.espalier.spaces.spec.SpaceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The spaces that come with the framework, by name. A new one is a file and its line here. */
public final class Presets {
  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "cnn-cells",
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

  private Presets() {}

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
