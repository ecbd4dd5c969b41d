package dev.espalier.spaces.rnn;

import dev.espalier.space.Domain;
import dev.espalier.spaces.config.YamlMap;
import dev.espalier.spaces.config.YamlNode;
import dev.espalier.spaces.rnn.RecurrentSpaceSpec.Setting;
import dev.espalier.spaces.spec.SpecYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the description of a space of recurrent networks from YAML.
 *
 * <pre>
 * apiVersion: nas-space/v1
 * name: vowels
 * family: recurrent
 * input: {type: sequence, features: 12, steps: 29}   # may come from the data; {type: tokens, ...}
 * classes: 9                                         # may come from the data; outputs: 1
 * embedding: {choice: [16, 32]}                      # for tokens: numbers for each; default 32
 * cell: {choice: [lstm, simple_rnn]}                 # or one of them
 * layers: {int: [1, 3]}
 * units: {choice: [16, 32, 64]}
 * direction: {choice: [forward, both]}               # default forward
 * skip: {choice: [none, residual]}                   # default none; a choice for each layer but the first
 * dropout: {choice: [0, 20]}                         # percent after each layer; default 0
 * summary: {choice: [last, mean, max]}               # default last
 * </pre>
 */
public final class RecurrentSpaceYaml {
  private RecurrentSpaceYaml() {}

  /**
   * Reads a part of a document and notes the mistakes in it, for the caller to check; the result is
   * of use only if there are none.
   */
  public static RecurrentSpaceSpec read(YamlNode node) {
    YamlMap map =
        node.map(
            Stream.concat(
                    Stream.of("apiVersion", "name", "family", "input", "classes", "outputs"),
                    Stream.of(Setting.values()).map(Setting::key))
                .toArray(String[]::new));
    map.required("apiVersion").oneOf(List.of(SpecYaml.API_VERSION));
    map.required("family").oneOf(List.of(RecurrentSpaceSpec.FAMILY));
    String name = map.required("name").text();
    Map<Setting, Domain> settings = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      map.optional(setting.key()).ifPresent(value -> settings.put(setting, domain(setting, value)));
    }
    return RecurrentSpaceSpec.complete(
        name.isEmpty() ? "unnamed" : name,
        SpecYaml.data(map, node),
        settings,
        node.document().faults());
  }

  private static Domain domain(Setting setting, YamlNode value) {
    if (!setting.isNumber()) {
      return SpecYaml.words(value, setting.words());
    }
    if (value.isMap()) {
      return SpecYaml.numbers(value, setting.most());
    }
    int number = value.integer(1, setting.most());
    return Domain.range(number, number);
  }
}
