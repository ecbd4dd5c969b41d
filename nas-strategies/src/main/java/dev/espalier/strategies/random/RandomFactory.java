package dev.espalier.strategies.random;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.strategy.Parameter;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.strategy.StrategySetting;

/** Makes {@link RandomSearch}, id {@code random}. */
public final class RandomFactory implements StrategyFactory {
  @Override
  public String id() {
    return "random";
  }

  @Override
  public String summary() {
    return "Draws architectures uniformly (Bergstra & Bengio 2012; Li & Talwalkar 2019)";
  }

  @Override
  public ImmutableList<Parameter> parameters() {
    return ImmutableList.of();
  }

  @Override
  public SearchStrategy create(StrategySetting setting, ImmutableMap<String, Object> values) {
    return new RandomSearch(setting);
  }
}
