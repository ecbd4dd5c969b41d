package dev.espalier.strategies.grid;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

/** Makes {@link GridSearch}, id {@code grid}. */
public final class GridFactory implements StrategyFactory {
  private static final Parameter<Integer> STEPS =
      Parameter.integer(
          "steps", 0, 0, 1_000_000, "values of each range of numbers; 0: every whole number");

  @Override
  public String id() {
    return "grid";
  }

  @Override
  public String summary() {
    return "Goes through every architecture, the last decision changing fastest";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(STEPS);
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    if (values.get(STEPS) == 1) {
      throw new IllegalArgumentException("steps (1) must be 0 for all values, or at least 2");
    }
    return new GridSearch(problem, values.get(STEPS));
  }
}
