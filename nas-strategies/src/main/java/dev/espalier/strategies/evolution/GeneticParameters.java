package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Part;
import dev.espalier.strategies.Strategies;
import java.util.Map;

/**
 * How {@link GeneticSearch} evolves.
 *
 * @param populationSize individuals alive at a time, 2 to 10,000
 * @param offspringFraction share of the population that children replace in each generation, in
 *     [0.05, 1]; rounded to at least one child
 * @param mutationRate chance of a child to be mutated though it is new already, in [0, 1]
 * @param crossoverRate chance of a pair of parents to be crossed, in [0, 1]
 * @param tournamentSize individuals of which the best becomes a parent, 2 to 100, at most {@code
 *     populationSize}; more is greedier
 * @param elites best individuals that survive for certain, less than {@code populationSize}; with
 *     several objectives NSGA-II, elitist by itself, picks the survivors
 */
public record GeneticParameters(
    int populationSize,
    double offspringFraction,
    double mutationRate,
    double crossoverRate,
    int tournamentSize,
    int elites) {
  private static final Parameter<Integer> POPULATION_SIZE =
      Parameter.integer("populationSize", 16, 2, 10_000, "individuals alive at a time");
  private static final Parameter<Double> OFFSPRING_FRACTION =
      Parameter.real(
          "offspringFraction", 0.5, 0.05, 1.0, "share of the population replaced by children");
  private static final Parameter<Double> MUTATION_RATE =
      Parameter.real("mutationRate", 0.5, 0.0, 1.0, "chance of a new child to be mutated too");
  private static final Parameter<Double> CROSSOVER_RATE =
      Parameter.real("crossoverRate", 0.8, 0.0, 1.0, "chance of two parents to be crossed");
  private static final Parameter<Integer> TOURNAMENT_SIZE =
      Parameter.integer(
          "tournamentSize", 3, 2, 100, "individuals of which the best becomes a parent");
  private static final Parameter<Integer> ELITES =
      Parameter.integer(
          "elites", 2, 0, 9_999, "best individuals that survive (one objective; NSGA-II: all)");

  /** The parameters, with their defaults and bounds. */
  static final ImmutableList<Parameter<?>> ALL =
      ImmutableList.of(
          POPULATION_SIZE,
          OFFSPRING_FRACTION,
          MUTATION_RATE,
          CROSSOVER_RATE,
          TOURNAMENT_SIZE,
          ELITES);

  /**
   * Checks the bounds, and the parameters against each other.
   *
   * @throws IllegalArgumentException naming the parameter, its value and what would be right
   */
  public GeneticParameters {
    POPULATION_SIZE.check(populationSize);
    OFFSPRING_FRACTION.check(offspringFraction);
    MUTATION_RATE.check(mutationRate);
    CROSSOVER_RATE.check(crossoverRate);
    TOURNAMENT_SIZE.check(tournamentSize);
    ELITES.check(elites);
    if (tournamentSize > populationSize) {
      throw new IllegalArgumentException(
          "tournamentSize (%s) must be at most populationSize (%s)"
              .formatted(tournamentSize, populationSize));
    }
    if (elites >= populationSize) {
      throw new IllegalArgumentException(
          "elites (%s) must be less than populationSize (%s)".formatted(elites, populationSize));
    }
  }

  /** Of the values of a part. */
  static GeneticParameters of(ParameterValues values) {
    return new GeneticParameters(
        values.get(POPULATION_SIZE),
        values.get(OFFSPRING_FRACTION),
        values.get(MUTATION_RATE),
        values.get(CROSSOVER_RATE),
        values.get(TOURNAMENT_SIZE),
        values.get(ELITES));
  }

  /**
   * Some parameters by name, defaults for the others.
   *
   * @throws IllegalArgumentException for an unknown name or a bad value
   */
  public static GeneticParameters of(Map<String, ?> given) {
    return of(
        ParameterValues.of(new Part("genetic", ImmutableMap.copyOf(given)), Strategies.registry()));
  }

  /** Individuals that live on into the next generation; less than {@code populationSize}. */
  int survivors() {
    long children = Math.max(1, Math.round(offspringFraction * populationSize));
    return Math.max(elites, populationSize - (int) children);
  }
}
