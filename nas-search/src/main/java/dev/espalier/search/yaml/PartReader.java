package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.config.YamlMap;
import dev.espalier.config.YamlNode;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterType;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Reads a part of a study, such as the {@code strategy:} block, by what its type takes. */
final class PartReader {
  private static final String TYPE = "type";

  private final Parts parts;
  private final boolean strict;

  /**
   * Of one kind.
   *
   * @param strict whether a type that is unknown is a mistake; else it is taken as it is written
   */
  PartReader(Parts parts, boolean strict) {
    this.parts = parts;
    this.strict = strict;
  }

  /** A part that must state its type. */
  Part read(YamlNode node) {
    return read(node, type(node.map().required(TYPE)));
  }

  /** The id of a part. */
  String type(YamlNode node) {
    return strict ? node.oneOf(parts.ids().asList()) : node.text();
  }

  /**
   * A part of a type.
   *
   * @param others keys that may stand beside its parameters
   */
  Part read(YamlNode node, String type, String... others) {
    if (!strict && !parts.ids().contains(type)) {
      return asWritten(node, type, others);
    }
    ImmutableList<Parameter<?>> parameters = parts.parameters(type);
    YamlMap map =
        node.map(
            Stream.of(
                    Stream.of(TYPE),
                    Stream.of(others),
                    parameters.stream().map(parameter -> parameter.name().split("\\.", 2)[0]))
                .flatMap(keys -> keys)
                .distinct()
                .toArray(String[]::new));
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (Parameter<?> parameter : parameters) {
      find(map, parameter.name())
          .ifPresent(value -> values.put(parameter.name(), plain(value, parameter.type())));
    }
    return new Part(type, values.buildOrThrow());
  }

  /** What stands under a name, which may lead through a block: {@code block.key}. */
  private static Optional<YamlNode> find(YamlMap map, String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? map.optional(name)
        : map.optional(name.substring(0, dot))
            .filter(YamlNode::isMap)
            .flatMap(block -> block.map().optional(name.substring(dot + 1)));
  }

  /** Whether there is such a type. */
  boolean isKnown(String type) {
    return parts.ids().contains(type);
  }

  /** Whether a type, which is known, has a parameter. */
  boolean takes(String type, String name) {
    return parts.parameters(type).stream().anyMatch(parameter -> parameter.name().equals(name));
  }

  /** Keys of a block that are parameters of a type. */
  List<String> within(String block, String type) {
    if (!isKnown(type)) {
      return List.of();
    }
    return parts.parameters(type).stream()
        .map(Parameter::name)
        .filter(name -> name.startsWith(block + "."))
        .map(name -> name.substring(block.length() + 1))
        .toList();
  }

  private static Part asWritten(YamlNode node, String type, String... others) {
    Map<String, Object> values = new LinkedHashMap<>(new Yaml().load(node.yaml()));
    values.keySet().removeAll(List.of(others));
    values.remove(TYPE);
    return new Part(type, ImmutableMap.copyOf(values));
  }

  /** A value in its plain form; where it is none, some value of the type, and a fault is noted. */
  private Object plain(YamlNode node, ParameterType<?> type) {
    if (type instanceof ParameterType.Whole whole) {
      return node.integer(whole.minimum(), whole.maximum());
    }
    if (type instanceof ParameterType.Real real) {
      return node.real(real.minimum(), real.maximum());
    }
    if (type instanceof ParameterType.Choice choice) {
      return node.oneOf(choice.choices());
    }
    if (type instanceof ParameterType.Flag) {
      return node.bool();
    }
    if (type instanceof ParameterType.Several<?> several) {
      ImmutableList<Object> values =
          node.list().stream()
              .map(each -> plain(each, several.element()))
              .collect(ImmutableList.toImmutableList());
      if (values.size() < several.least() || values.size() > several.most()) {
        node.faultOnce("must be " + several.remedy());
      }
      return values;
    }
    if (type instanceof ParameterType.Nested nested) {
      return nested.write(read(node));
    }
    return node.text();
  }
}
