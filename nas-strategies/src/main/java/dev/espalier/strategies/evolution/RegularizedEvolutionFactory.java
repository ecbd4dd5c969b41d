package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

/** Makes {@link RegularizedEvolution}, id {@code regularized_evolution}. */
public final class RegularizedEvolutionFactory implements StrategyFactory {
  private static final Parameter<Integer> POPULATION_SIZE =
      Parameter.integer("populationSize", 24, 1, 10_000, "trials alive at a time");
  private static final Parameter<Integer> SAMPLE_SIZE =
      Parameter.integer("sampleSize", 8, 1, 10_000, "trials of which the best has a child");

  @Override
  public String id() {
    return "regularized_evolution";
  }

  @Override
  public String summary() {
    return "Mutates the best of a sample, and lets the oldest die (Real et al. 2019)";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(POPULATION_SIZE, SAMPLE_SIZE, Mutation.PARAMETER);
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    int populationSize = values.get(POPULATION_SIZE);
    int sampleSize = values.get(SAMPLE_SIZE);
    if (sampleSize > populationSize) {
      throw new IllegalArgumentException(
          "sampleSize (%s) must be at most populationSize (%s)"
              .formatted(sampleSize, populationSize));
    }
    return new RegularizedEvolution(
        problem, Mutation.of(values.get(Mutation.PARAMETER)), populationSize, sampleSize);
  }
}
