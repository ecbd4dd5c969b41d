package dev.espalier.search.yaml;

import dev.espalier.config.YamlDocument;
import dev.espalier.parameter.Part;
import dev.espalier.strategies.Strategies;

/** A strategy as it is written on a command line. */
public final class StrategyText {
  private StrategyText() {}

  /**
   * Reads {@code random}, or {@code {type: genetic, populationSize: 50}} with parameters.
   *
   * @throws IllegalArgumentException if there is no such strategy or parameter, or a value is out
   *     of bounds
   */
  public static Part parse(String text) {
    String yaml = text.strip().startsWith("{") ? text : "type: " + text;
    YamlDocument document = YamlDocument.parse("--strategy " + text, yaml);
    Part part = new PartReader(Strategies.registry(), true).read(document.root());
    document.check();
    return part;
  }
}
