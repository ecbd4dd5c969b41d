package dev.espalier.strategies.greedy;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategies.greedy.LocalSearch.Improvement;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

/** Makes {@link LocalSearch}, id {@code local_search}. */
public final class LocalSearchFactory implements StrategyFactory {
  static final Parameter<Integer> INITIAL_SAMPLES =
      Parameter.integer(
          "initialSamples",
          10,
          1,
          10_000,
          "architectures drawn at each start; the best is left from");
  private static final Parameter<String> IMPROVEMENT =
      Parameter.choice(
          "improvement",
          "moves to the first better neighbour, or to the best of all",
          "first",
          "best");

  @Override
  public String id() {
    return "local_search";
  }

  @Override
  public String summary() {
    return "Climbs to better neighbours, and starts again where there is none (White et al. 2021)";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(IMPROVEMENT, INITIAL_SAMPLES);
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    return new LocalSearch(
        problem,
        values.get(IMPROVEMENT).equals("best") ? Improvement.BEST : Improvement.FIRST,
        values.get(INITIAL_SAMPLES));
  }
}
