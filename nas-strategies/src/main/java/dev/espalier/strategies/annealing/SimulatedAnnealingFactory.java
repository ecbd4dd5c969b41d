package dev.espalier.strategies.annealing;

import com.google.common.collect.ImmutableList;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Registry;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.StrategyFactory;

/** Makes {@link SimulatedAnnealing}, id {@code simulated_annealing}. */
public final class SimulatedAnnealingFactory implements StrategyFactory {
  private static final Parameter<Integer> INITIAL_SAMPLES =
      Parameter.integer(
          "initialSamples", 10, 2, 10_000, "architectures drawn first; the best is left from");
  private static final Parameter<Double> INITIAL_TEMPERATURE =
      Parameter.real(
          "initialTemperature",
          0.5,
          1e-6,
          1e6,
          "how readily it gets worse at first, in interquartile ranges of the first scores");
  private static final Parameter<Double> COOLING =
      Parameter.real("cooling", 0.97, 0.01, 0.999999, "factor of the temperature a trial");

  @Override
  public String id() {
    return "simulated_annealing";
  }

  @Override
  public String summary() {
    return "Walks by mutations, downwards ever more seldom (Kirkpatrick et al. 1983)";
  }

  @Override
  public ImmutableList<Parameter<?>> parameters() {
    return ImmutableList.of(INITIAL_SAMPLES, INITIAL_TEMPERATURE, COOLING);
  }

  @Override
  public SearchStrategy create(
      SearchProblem problem, ParameterValues values, Registry<StrategyFactory> strategies) {
    return new SimulatedAnnealing(
        problem, values.get(INITIAL_SAMPLES), values.get(INITIAL_TEMPERATURE), values.get(COOLING));
  }
}
