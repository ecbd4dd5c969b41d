package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.strategy.Parameter;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;
import dev.espalier.strategy.StrategySetting;

/** Makes {@link GeneticSearch}, id {@code genetic}. */
public final class GeneticFactory implements StrategyFactory {
  @Override
  public String id() {
    return "genetic";
  }

  @Override
  public String summary() {
    return "Evolves a population by mutation and crossover; NSGA-II (Deb et al. 2002) for several"
        + " objectives, tournaments (Goldberg & Deb 1991) for one";
  }

  @Override
  public ImmutableList<Parameter> parameters() {
    return GeneticParameters.ALL;
  }

  @Override
  public SearchStrategy create(StrategySetting setting, ImmutableMap<String, Object> values) {
    return new GeneticSearch(setting, GeneticParameters.of(values));
  }
}
