package dev.espalier.search.yaml;

import com.google.common.collect.ImmutableMap;
import dev.espalier.search.StrategyChoice;
import dev.espalier.spaces.config.YamlMap;
import dev.espalier.spaces.config.YamlNode;
import dev.espalier.strategies.Strategies;
import dev.espalier.strategy.Parameter;
import dev.espalier.strategy.StrategyFactory;
import java.util.stream.Stream;

/** Reads the {@code strategy:} block by what the strategy of its type takes. */
final class StrategyReader {
  private StrategyReader() {}

  static StrategyChoice read(YamlNode node) {
    String type = node.map().required("type").oneOf(Strategies.names());
    StrategyFactory factory = Strategies.factory(type);
    YamlMap map =
        node.map(
            Stream.concat(Stream.of("type"), factory.parameters().stream().map(Parameter::name))
                .toArray(String[]::new));
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (Parameter parameter : factory.parameters()) {
      map.optional(parameter.name())
          .ifPresent(value -> values.put(parameter.name(), value(value, parameter)));
    }
    return new StrategyChoice(type, values.buildOrThrow());
  }

  private static Object value(YamlNode node, Parameter parameter) {
    if (!parameter.choices().isEmpty()) {
      return node.oneOf(parameter.choices());
    }
    if (parameter.defaultValue() instanceof Integer) {
      return node.integer((int) parameter.minimum(), (int) parameter.maximum());
    }
    return node.real(parameter.minimum(), parameter.maximum());
  }
}
