package dev.espalier.search;

import com.google.common.collect.ImmutableMap;

/**
 * A strategy by its id.
 *
 * @param type id, such as {@code genetic}
 * @param parameters values that differ from the defaults, by camelCase name
 */
public record StrategyChoice(String type, ImmutableMap<String, Object> parameters) {
  public static StrategyChoice of(String type) {
    return new StrategyChoice(type, ImmutableMap.of());
  }

  /** This choice with one parameter set. */
  public StrategyChoice with(String name, Object value) {
    return new StrategyChoice(
        type,
        ImmutableMap.<String, Object>builder()
            .putAll(parameters)
            .put(name, value)
            .buildKeepingLast());
  }
}
