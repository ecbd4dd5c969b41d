package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

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
  public ImmutableList<Parameter<?>> parameters() {
    return GeneticParameters.ALL;
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    return new GeneticSearch(problem, GeneticParameters.of(values));
  }
}
