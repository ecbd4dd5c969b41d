package dev.espalier.strategies.random;

import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

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
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    return new RandomSearch(problem);
  }
}
