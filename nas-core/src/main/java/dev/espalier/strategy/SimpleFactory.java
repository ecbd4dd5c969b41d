package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.function.Function;

/** Makes a strategy that has no parameters. */
record SimpleFactory(String id, String summary, Function<StrategySetting, SearchStrategy> create)
    implements StrategyFactory {
  @Override
  public ImmutableList<Parameter> parameters() {
    return ImmutableList.of();
  }

  @Override
  public SearchStrategy create(StrategySetting setting, ImmutableMap<String, Object> values) {
    return create.apply(setting);
  }
}
