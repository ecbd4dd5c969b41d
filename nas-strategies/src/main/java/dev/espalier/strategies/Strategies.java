package dev.espalier.strategies;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.espalier.strategy.Parameter;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.strategy.StrategySetting;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The strategies on the class path, by id. Looks them up anew at every call, by the context class
 * loader of the calling thread; thread-safe.
 */
public final class Strategies {
  private Strategies() {}

  /** Ids of all strategies, sorted. */
  public static ImmutableList<String> names() {
    return byId().keySet().asList();
  }

  /** All strategies, sorted by id, with their parameters. */
  public static ImmutableList<StrategyFactory> factories() {
    return byId().values().asList();
  }

  /**
   * The strategy of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StrategyFactory factory(String id) {
    ImmutableSortedMap<String, StrategyFactory> known = byId();
    StrategyFactory factory = known.get(id);
    if (factory == null) {
      throw new IllegalArgumentException(
          "strategy '%s' is unknown; known are %s".formatted(id, known.keySet()));
    }
    return factory;
  }

  /**
   * A fresh strategy.
   *
   * @param id such as {@code genetic}; {@link #names} lists them
   * @param setting what it works on
   * @param parameters values by parameter name; defaults stand in for those left out
   * @throws IllegalArgumentException for an unknown id, an unknown parameter, a value out of
   *     bounds, or values that contradict each other
   */
  public static SearchStrategy create(
      String id, StrategySetting setting, Map<String, ?> parameters) {
    StrategyFactory factory = factory(id);
    return factory.create(setting, Parameter.resolve(factory.parameters(), parameters));
  }

  private static ImmutableSortedMap<String, StrategyFactory> byId() {
    return ServiceLoader.load(StrategyFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                String::compareTo,
                StrategyFactory::id,
                factory -> factory,
                (one, other) -> {
                  throw new IllegalArgumentException(
                      "strategy '%s' is there twice: %s and %s; ids must be unique"
                          .formatted(
                              one.id(), one.getClass().getName(), other.getClass().getName()));
                }));
  }
}
