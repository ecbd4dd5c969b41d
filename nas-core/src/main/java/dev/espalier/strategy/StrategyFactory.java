package dev.espalier.strategy;

import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Part;
import dev.espalier.parameter.PartFactory;
import dev.espalier.parameter.Registry;
import java.util.function.Function;

/** Makes a strategy from its parameters; found by {@link java.util.ServiceLoader}. */
public interface StrategyFactory extends PartFactory {

  /**
   * Makes a fresh strategy.
   *
   * @param values a value for every parameter
   * @param strategies all there are, for a strategy that wraps another: see {@link #create(Part,
   *     SearchProblem, Registry)}
   * @throws IllegalArgumentException if values contradict each other or the problem
   */
  SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies);

  /**
   * The strategy that a part names.
   *
   * @throws IllegalArgumentException for an unknown id, an unknown parameter, a value out of
   *     bounds, or values that contradict each other
   */
  static SearchStrategy create(
      Part part, SearchProblem problem, Registry<StrategyFactory> strategies) {
    return strategies
        .get(part.type())
        .create(problem, ParameterValues.of(part, strategies), strategies);
  }

  /**
   * A factory of a strategy without parameters.
   *
   * @param id stable id
   * @param summary one line for people
   * @param create makes the strategy from what it works on
   */
  static StrategyFactory of(
      String id, String summary, Function<SearchProblem, SearchStrategy> create) {
    return new StrategyFactory() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public String summary() {
        return summary;
      }

      @Override
      public SearchStrategy create(
          SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
        return create.apply(problem);
      }
    };
  }
}
