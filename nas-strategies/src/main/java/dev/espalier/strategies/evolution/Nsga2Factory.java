package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

/** Makes a {@link GeneticSearch} for several objectives, id {@code nsga2}. */
public final class Nsga2Factory implements StrategyFactory {
  @Override
  public String id() {
    return "nsga2";
  }

  @Override
  public String summary() {
    return "Evolves a front of several objectives (Deb et al. 2002), without waiting for generations";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return GeneticParameters.OF_FRONTS;
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    return new GeneticSearch(problem, GeneticParameters.ofFronts(values));
  }
}
