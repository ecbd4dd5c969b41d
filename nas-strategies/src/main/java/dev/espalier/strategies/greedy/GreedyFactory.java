package dev.espalier.strategies.greedy;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategies.greedy.LocalSearch.Improvement;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

/** Makes a {@link LocalSearch} that settles one decision after the other, id {@code greedy}. */
public final class GreedyFactory implements StrategyFactory {
  @Override
  public String id() {
    return "greedy";
  }

  @Override
  public String summary() {
    return "Settles one decision after the other by the best of its values, until none improves";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(LocalSearchFactory.INITIAL_SAMPLES);
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    return new LocalSearch(
        problem, Improvement.COORDINATE, values.get(LocalSearchFactory.INITIAL_SAMPLES));
  }
}
