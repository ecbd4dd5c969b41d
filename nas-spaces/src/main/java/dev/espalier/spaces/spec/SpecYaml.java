package dev.espalier.spaces.spec;

import com.google.common.collect.ImmutableList;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.network.Shape;
import dev.espalier.space.Domain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the parts that files of all families share. */
public final class SpecYaml {
  /** What every space file starts with. */
  public static final String API_VERSION = "nas-space/v1";

  private static final ImmutableList<String> INPUT_KEYS =
      ImmutableList.of("type", "height", "width", "channels", "features", "steps", "vocabulary");

  /** The most classes, or values, that a description may name. */
  static final int MOST_OUTPUTS = 1 << 16;

  static final int MOST = 1 << 16;
  static final int MOST_FEATURES = 1 << 24;

  private SpecYaml() {}

  /** The keys {@code input} and {@code classes} or {@code outputs} of a space. */
  public static DataBinding data(YamlMap map, YamlNode space) {
    return new DataBinding(
        map.optional("input").map(SpecYaml::input).orElse(null), outputs(map), space.origin());
  }

  private static Shape input(YamlNode node) {
    YamlMap map = node.map(INPUT_KEYS.toArray(String[]::new));
    String type = map.required("type").oneOf(List.of("image", "sequence", "tokens", "vector"));
    List<String> meant =
        switch (type) {
          case "image" -> List.of("type", "height", "width", "channels");
          case "sequence" -> List.of("type", "features", "steps");
          case "tokens" -> List.of("type", "vocabulary", "steps");
          default -> List.of("type", "features");
        };
    for (String key : INPUT_KEYS) {
      if (!meant.contains(key)) {
        map.optional(key)
            .ifPresent(
                extra -> extra.fault("means nothing to the type %s; remove it".formatted(type)));
      }
    }
    return switch (type) {
      case "image" ->
          new Shape.Image(
              map.required("channels").integer(1, MOST),
              map.required("height").integer(1, MOST),
              map.required("width").integer(1, MOST));
      case "sequence" ->
          new Shape.Sequence(
              map.required("features").integer(1, MOST), map.required("steps").integer(1, MOST));
      case "tokens" ->
          new Shape.Tokens(
              map.required("vocabulary").integer(1, MOST_FEATURES),
              map.required("steps").integer(1, MOST));
      default -> new Shape.Vector(map.required("features").integer(1, MOST_FEATURES));
    };
  }

  private static int outputs(YamlMap map) {
    Optional<YamlNode> classes = map.optional("classes");
    Optional<YamlNode> outputs = map.optional("outputs");
    if (classes.isPresent() && outputs.isPresent()) {
      outputs.get().fault("says the same as classes; keep one of them");
    }
    return classes
        .map(node -> node.integer(2, MOST_OUTPUTS))
        .or(() -> outputs.map(node -> node.integer(1, MOST_OUTPUTS)))
        .orElse(0);
  }

  /** {@code {int: [low, high]}} or {@code {choice: [...]}} of whole numbers from 1 to a most. */
  public static Domain numbers(YamlNode node, int most) {
    return numbers(node, 1, most);
  }

  /** {@code {int: [low, high]}} or {@code {choice: [...]}} of whole numbers within bounds. */
  public static Domain numbers(YamlNode node, int least, int most) {
    for (String key : List.of("float", "subset")) {
      Optional<YamlNode> foreign = node.map().optional(key);
      if (foreign.isPresent()) {
        foreign
            .get()
            .fault(
                "is for the training of an experiment; a network takes whole numbers:"
                    + " {int: [low, high]} or {choice: [...]}");
        return Domain.range(1, 1);
      }
    }
    YamlMap map = node.map("int", "choice");
    Optional<YamlNode> range = map.optional("int");
    Optional<YamlNode> choice = map.optional("choice");
    if (range.isPresent() == choice.isPresent()) {
      node.fault("must be either {int: [low, high]} or {choice: [...]}");
      return Domain.range(1, 1);
    }
    return range.isPresent()
        ? range(range.get(), least, most)
        : numberList(choice.orElseThrow(), least, most);
  }

  private static Domain range(YamlNode node, int least, int most) {
    ImmutableList<YamlNode> bounds = node.list();
    if (bounds.size() != 2) {
      node.fault("must hold two whole numbers: [low, high]");
      return Domain.range(1, 1);
    }
    int low = bounds.get(0).integer(least, most);
    return Domain.range(low, bounds.get(1).integer(low, most));
  }

  /** A list of different whole numbers within bounds, to choose from. */
  static Domain numberList(YamlNode node, int least, int most) {
    Map<Integer, YamlNode> values = new LinkedHashMap<>();
    for (YamlNode item : node.list()) {
      if (values.put(item.integer(least, most), item) != null) {
        item.faultOnce("is there twice; keep one");
      }
    }
    if (values.isEmpty()) {
      node.fault("must hold at least one whole number");
      return Domain.range(1, 1);
    }
    return Domain.choice(values.keySet().stream().map(String::valueOf).toArray(String[]::new));
  }

  /** A word, or {@code {choice: [...]}} of words, each one of those known. */
  public static Domain words(YamlNode node, List<String> known) {
    if (!node.isMap()) {
      return Domain.choice(node.oneOf(known));
    }
    return wordList(node.map("choice").required("choice"), known);
  }

  /** A list of different words, each one of those known, to choose from. */
  static Domain wordList(YamlNode node, List<String> known) {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    for (YamlNode item : node.list()) {
      if (values.put(item.oneOf(known), item) != null) {
        item.faultOnce("is there twice; keep one");
      }
    }
    if (values.isEmpty()) {
      node.fault("must hold at least one of " + String.join(", ", known));
      return Domain.choice(known.get(0));
    }
    return Domain.choice(values.keySet().toArray(String[]::new));
  }

  /** A shape, as {@link #data} reads it. */
  public static String shape(Shape shape) {
    if (shape instanceof Shape.Image image) {
      return "{type: image, height: %s, width: %s, channels: %s}"
          .formatted(image.height(), image.width(), image.channels());
    }
    if (shape instanceof Shape.Sequence sequence) {
      return "{type: sequence, features: %s, steps: %s}"
          .formatted(sequence.features(), sequence.steps());
    }
    if (shape instanceof Shape.Tokens tokens) {
      return "{type: tokens, vocabulary: %s, steps: %s}"
          .formatted(tokens.vocabulary(), tokens.steps());
    }
    return "{type: vector, features: %s}".formatted(shape.features());
  }

  /** The keys {@code input} and {@code outputs}, a line each, as far as they are known. */
  public static String data(DataBinding data) {
    StringBuilder text = new StringBuilder();
    Shape input = data.input();
    if (input != null) {
      text.append("input: ").append(shape(input)).append('\n');
    }
    if (data.outputs() != 0) {
      text.append("outputs: ").append(data.outputs()).append('\n');
    }
    return text.toString();
  }

  /** A domain, as {@link #numbers} and {@link #words} read it. */
  public static String domain(Domain domain) {
    if (domain instanceof Domain.IntRange range) {
      return "{int: [%s, %s]}".formatted(range.low(), range.high());
    }
    return list("choice", domain);
  }

  /** The values of a domain under a key. */
  static String list(String key, Domain domain) {
    return "{%s: [%s]}".formatted(key, String.join(", ", domain.values()));
  }
}
