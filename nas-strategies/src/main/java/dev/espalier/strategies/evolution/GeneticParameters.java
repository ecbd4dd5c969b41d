package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.parameter.Parameter;
import dev.espalier.parameter.ParameterValues;
import dev.espalier.parameter.Part;
import dev.espalier.space.Crossover;
import dev.espalier.strategies.Strategies;
import java.util.Arrays;
import java.util.Locale;
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
 * @param selector how parents are picked
 * @param crossover how a child's decisions are divided between its parents
 * @param mutation which decisions mutate
 * @param asynchronous whether each child takes its place as soon as it is told, instead of a
 *     generation at a time; survivors are then picked after every trial
 */
public record GeneticParameters(
    int populationSize,
    double offspringFraction,
    double mutationRate,
    double crossoverRate,
    int tournamentSize,
    int elites,
    ParentSelector selector,
    Crossover crossover,
    Mutation mutation,
    boolean asynchronous) {
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

  private static final Parameter<String> SELECTOR =
      Parameter.choice("selector", "how parents are picked, by their rank", ParentSelector.ids());
  private static final Parameter<String> CROSSOVER =
      Parameter.choice(
          "crossover",
          "what comes from one parent: groups of decisions such as cells, each decision, or all before a point",
          Arrays.stream(Crossover.values()).map(Crossover::id).toArray(String[]::new));
  private static final Parameter<Boolean> ASYNCHRONOUS =
      Parameter.flag(
          "asynchronous", false, "a child takes its place once it is told, without generations");

  private static final Parameter<Integer> FRONT_POPULATION_SIZE =
      Parameter.integer("populationSize", 16, 2, 10_000, POPULATION_SIZE.summary());
  private static final Parameter<Double> FRONT_CROSSOVER_RATE =
      Parameter.real("crossoverRate", 0.1, 0.0, 1.0, CROSSOVER_RATE.summary());
  private static final Parameter<Double> FRONT_MUTATION_RATE =
      Parameter.real("mutationRate", 1.0, 0.0, 1.0, MUTATION_RATE.summary());
  private static final Parameter<Integer> FRONT_TOURNAMENT_SIZE =
      Parameter.integer("tournamentSize", 3, 2, 100, TOURNAMENT_SIZE.summary());
  private static final Parameter<Boolean> FRONT_ASYNCHRONOUS =
      Parameter.flag("asynchronous", true, ASYNCHRONOUS.summary());

  /** What {@code nsga2} takes of them, with its own defaults. */
  static final ImmutableList<Parameter<?>> OF_FRONTS =
      ImmutableList.of(
          FRONT_POPULATION_SIZE,
          OFFSPRING_FRACTION,
          FRONT_MUTATION_RATE,
          FRONT_CROSSOVER_RATE,
          FRONT_TOURNAMENT_SIZE,
          CROSSOVER,
          Mutation.PARAMETER,
          FRONT_ASYNCHRONOUS);

  /** The parameters, with their defaults and bounds. */
  static final ImmutableList<Parameter<?>> ALL =
      ImmutableList.of(
          POPULATION_SIZE,
          OFFSPRING_FRACTION,
          MUTATION_RATE,
          CROSSOVER_RATE,
          TOURNAMENT_SIZE,
          ELITES,
          SELECTOR,
          CROSSOVER,
          Mutation.PARAMETER,
          ASYNCHRONOUS);

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
        values.get(ELITES),
        ParentSelector.of(values.get(SELECTOR)),
        Crossover.valueOf(values.get(CROSSOVER).toUpperCase(Locale.ROOT)),
        Mutation.of(values.get(Mutation.PARAMETER)),
        values.get(ASYNCHRONOUS));
  }

  /** Of the values of {@code nsga2}. */
  static GeneticParameters ofFronts(ParameterValues values) {
    return new GeneticParameters(
        values.get(FRONT_POPULATION_SIZE),
        values.get(OFFSPRING_FRACTION),
        values.get(FRONT_MUTATION_RATE),
        values.get(FRONT_CROSSOVER_RATE),
        values.get(FRONT_TOURNAMENT_SIZE),
        0,
        ParentSelector.TOURNAMENT,
        Crossover.valueOf(values.get(CROSSOVER).toUpperCase(Locale.ROOT)),
        Mutation.of(values.get(Mutation.PARAMETER)),
        values.get(FRONT_ASYNCHRONOUS));
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
