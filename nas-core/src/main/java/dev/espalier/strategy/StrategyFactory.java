package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

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
}
