package dev.espalier.strategies;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import java.util.Map;

/**
 * The strategies on the class path, by id. Looks them up anew at every call, by the context class
 * loader of the calling thread; thread-safe.
 */
public final class Strategies {
  private Strategies() {}

  /**
   * All strategies.
   *
   * @throws IllegalArgumentException if two have the same id
   */
  public static Registry<StrategyFactory> registry() {
    return Registry.load("strategy", StrategyFactory.class);
  }

  /** Ids of all strategies, sorted. */
  public static ImmutableList<String> names() {
    return registry().ids().asList();
  }

  /**
   * A fresh strategy.
   *
   * @param id such as {@code genetic}; {@link #names} lists them
   * @param problem what it works on
   * @param parameters values by parameter name; defaults stand in for those left out
   * @throws IllegalArgumentException for an unknown id, an unknown parameter, a value out of
   *     bounds, or values that contradict each other
   */
  public static SearchStrategy create(String id, SearchProblem problem, Map<String, ?> parameters) {
    return StrategyFactory.create(
        new Part(id, ImmutableMap.copyOf(parameters)), problem, registry());
  }
}
