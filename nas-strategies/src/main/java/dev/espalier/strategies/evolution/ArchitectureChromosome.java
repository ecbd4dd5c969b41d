package dev.espalier.strategies.evolution;

import io.jenetics.AbstractChromosome;
import io.jenetics.Chromosome;
import io.jenetics.Genotype;
import io.jenetics.util.ISeq;

/** The one chromosome of a genotype, holding the one gene. Immutable. */
final class ArchitectureChromosome extends AbstractChromosome<ArchitectureGene> {
  private ArchitectureChromosome(ISeq<ArchitectureGene> genes) {
    super(genes);
  }

  /** The gene as Jenetics' operators want it. */
  static Genotype<ArchitectureGene> genotype(ArchitectureGene gene) {
    return Genotype.of(new ArchitectureChromosome(ISeq.of(gene)));
  }

  @Override
  public Chromosome<ArchitectureGene> newInstance() {
    return newInstance(ISeq.of(gene().newInstance()));
  }

  @Override
  public Chromosome<ArchitectureGene> newInstance(ISeq<ArchitectureGene> genes) {
    return new ArchitectureChromosome(genes);
  }
}
