package dev.espalier.strategies.evolution;

import dev.espalier.space.Crossover;
import io.jenetics.AbstractAlterer;
import io.jenetics.AltererResult;
import io.jenetics.Phenotype;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.random.RandomGenerator;

/**
 * Crossover by the space: takes individuals two by two, in order, and puts two children in the
 * place of each pair that it crosses; the last of an odd number stays.
 *
 * <p>Not a Jenetics {@code Recombinator}: that one does not say which of the individuals it hands
 * over was drawn to change, and may cross an individual twice, so that neither the rate nor the two
 * parents of a child would hold exactly.
 */
final class SpaceCrossover extends AbstractAlterer<ArchitectureGene, Vec<double[]>> {
  private final Crossover crossover;

  /**
   * A crossover.
   *
   * @param rate chance of each pair to be crossed, in [0, 1]
   * @param crossover how the decisions of a child are divided between its parents
   */
  SpaceCrossover(double rate, Crossover crossover) {
    super(rate);
    this.crossover = crossover;
  }

  @Override
  public AltererResult<ArchitectureGene, Vec<double[]>> alter(
      Seq<Phenotype<ArchitectureGene, Vec<double[]>>> population, long generation) {
    RandomGenerator random = RandomRegistry.random();
    MSeq<Phenotype<ArchitectureGene, Vec<double[]>>> altered = MSeq.of(population);
    int crossed = 0;
    for (int i = 0; i + 1 < population.size(); i += 2) {
      if (random.nextDouble() < probability()) {
        ArchitectureGene first = population.get(i).genotype().gene();
        ArchitectureGene second = population.get(i + 1).genotype().gene();
        altered.set(i, child(first.crossedWith(second, crossover, random), generation));
        altered.set(i + 1, child(second.crossedWith(first, crossover, random), generation));
        crossed += 2;
      }
    }
    return new AltererResult<>(altered.toISeq(), crossed);
  }

  private static Phenotype<ArchitectureGene, Vec<double[]>> child(
      ArchitectureGene gene, long generation) {
    return Phenotype.of(ArchitectureChromosome.genotype(gene), generation);
  }
}
