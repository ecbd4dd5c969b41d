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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * One step of evolution: who survives, and which children take the place of the others. Immutable;
 * draws from Jenetics' {@code RandomRegistry}. Fitness is greater-is-better, one element an
 * objective.
 */
final class Breeding {
  private final GeneticParameters parameters;
  private final Selector<ArchitectureGene, Vec<double[]>> ranking;
  private final Selector<ArchitectureGene, Vec<double[]>> survival;
  private final Alterer<ArchitectureGene, Vec<double[]>> variation;

  Breeding(GeneticParameters parameters, int objectives) {
    this.parameters = parameters;
    if (objectives == 1) {
      this.ranking = new TruncationSelector<>();
      this.survival = elitist(parameters);
    } else {
      this.ranking = NSGA2Selector.ofVec();
      this.survival = ranking;
    }
    this.variation =
        Alterer.of(
            new SpaceCrossover(parameters.crossoverRate()),
            new SpaceMutator(parameters.mutationRate()));
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
   */
  ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> survivors(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population) {
    int count = Math.min(parameters.survivors(), population.size());
    return survival.select(population, count, Optimize.MAXIMUM).stream()
        .distinct()
        .collect(ISeq.toISeq());
  }

  /**
   * Children of a population. Both parents of a crossed child win a tournament on the ranking, so
   * that one size holds for any number of objectives.
   *
   * @param population evaluated individuals, at least one
   */
  ISeq<ArchitectureGene> children(
      ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population, int count, long generation) {
    Map<Phenotype<ArchitectureGene, Vec<double[]>>, Integer> rank = new HashMap<>();
    ranking
        .select(population, population.size(), Optimize.MAXIMUM)
        .forEach(individual -> rank.put(individual, -rank.size()));
    Selector<ArchitectureGene, Vec<double[]>> tournament =
        new TournamentSelector<>(Comparator.comparing(rank::get), parameters.tournamentSize());
    // An odd number of parents would leave the last one without a partner.
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> parents =
        tournament.select(population, count + count % 2, Optimize.MAXIMUM);
    return variation
        .alter(parents, generation)
        .population()
        .map(child -> child.genotype().gene())
        .subSeq(0, count);
  }
}
