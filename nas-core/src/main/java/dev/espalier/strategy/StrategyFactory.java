package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.function.Function;

/** Makes a strategy from its parameters; found by {@link java.util.ServiceLoader}. */
public interface StrategyFactory {

  /** Stable id, as in {@code strategy: {type: genetic}}. */
  String id();

  /** One line for people: what it does and the paper it comes from. */
  String summary();

  ImmutableList<Parameter> parameters();

  /**
   * Makes a strategy.
   *
   * @param values a value for every parameter, defaults filled in by {@link Parameter#resolve}
   * @throws IllegalArgumentException if values contradict each other or the setting
   */
  SearchStrategy create(StrategySetting setting, ImmutableMap<String, Object> values);

  /**
   * A factory of a strategy without parameters.
   *
   * @param id stable id
   * @param summary one line for people
   * @param create makes the strategy from what it works on
   */
  static StrategyFactory of(
      String id, String summary, Function<StrategySetting, SearchStrategy> create) {
    return new SimpleFactory(id, summary, create);
  }
}
