package dev.espalier.strategies.evolution;

import io.jenetics.Alterer;
import io.jenetics.EliteSelector;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.TournamentSelector;
import io.jenetics.TruncationSelector;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One step of evolution: who survives, and which children take the place of the others. Immutable;
 * draws from Jenetics' {@code RandomRegistry}. Fitness is greater-is-better, one element an
 * objective.
 */
final class Breeding {
  private final Selector<ArchitectureGene, Vec<double[]>> ranking;
  private final Selector<ArchitectureGene, Vec<double[]>> survival;
  private final Selector<ArchitectureGene, Integer> selector;
  private final Alterer<ArchitectureGene, Vec<double[]>> variation;

  Breeding(GeneticParameters parameters, int objectives) {
    if (objectives == 1) {
      this.ranking = new TruncationSelector<>();
      this.survival = elitist(parameters);
    } else {
      this.ranking = NSGA2Selector.ofVec();
      this.survival = ranking;
    }
    this.selector = parameters.selector().create(parameters.tournamentSize());
    this.variation =
        Alterer.of(
            new SpaceCrossover(parameters.crossoverRate(), parameters.crossover()),
            new SpaceMutator(parameters.mutationRate(), parameters.mutation()));
  }

  private static Selector<ArchitectureGene, Vec<double[]>> elitist(GeneticParameters parameters) {
    Selector<ArchitectureGene, Vec<double[]>> others =
        new TournamentSelector<>(parameters.tournamentSize());
    return parameters.elites() == 0 ? others : new EliteSelector<>(parameters.elites(), others);
  }

  /**
   * Survivors of a population, each once. Fewer than asked for where one is picked twice: a child
   * then takes the place of the copy.
   *
   * @param population evaluated individuals
   * @param most how many live on
   */
  ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> survivors(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population, int most) {
    int count = Math.min(most, population.size());
    return survival.select(population, count, Optimize.MAXIMUM).stream()
        .distinct()
        .collect(ISeq.toISeq());
  }

  /** The best of a population, the first the best. */
  ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> best(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population, int most) {
    return ranking.select(population, Math.min(most, population.size()), Optimize.MAXIMUM);
  }

  /** The population with ranks as fitness: the worst is 1. */
  ISeq<Phenotype<ArchitectureGene, Integer>> ranked(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population) {
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> sorted = best(population, population.size());
    Map<Phenotype<ArchitectureGene, Vec<double[]>>, Integer> rank = new HashMap<>();
    sorted.forEach(individual -> rank.put(individual, sorted.size() - rank.size()));
    return population.map(
        individual ->
            Phenotype.of(
                individual.genotype(),
                individual.generation(),
                Objects.requireNonNull(rank.get(individual))));
  }

  /** The same of a population that is sorted, the best first. */
  static ISeq<Phenotype<ArchitectureGene, Integer>> rankedBest(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> sorted) {
    int size = sorted.size();
    return IntStream.range(0, size)
        .mapToObj(i -> Phenotype.of(sorted.get(i).genotype(), sorted.get(i).generation(), size - i))
        .collect(ISeq.toISeq());
  }

  /**
   * Children of a population. Parents are picked by their places in the ranking, so that one way
   * holds for any number of objectives.
   *
   * @param ranked by {@link #ranked}, at least one
   */
  ISeq<ArchitectureGene> children(
      ISeq<Phenotype<ArchitectureGene, Integer>> ranked, int count, long generation) {
    // An odd number of parents would leave the last one without a partner.
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> parents =
        selector
            .select(ranked, count + count % 2, Optimize.MAXIMUM)
            .map(parent -> Phenotype.of(parent.genotype(), parent.generation()));
    return variation
        .alter(parents, generation)
        .population()
        .map(child -> child.genotype().gene())
        .subSeq(0, count);
  }
}
