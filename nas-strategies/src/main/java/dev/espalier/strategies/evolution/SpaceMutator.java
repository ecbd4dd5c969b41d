package dev.espalier.strategies.evolution;

import io.jenetics.Mutator;
import io.jenetics.ext.moea.Vec;
import java.util.random.RandomGenerator;

/** Mutation by the space: changes one open decision of an individual. */
final class SpaceMutator extends Mutator<ArchitectureGene, Vec<double[]>> {
  private final Mutation mutation;

  /**
   * A mutator.
   *
   * @param rate chance of each individual to be mutated, in [0, 1]
   * @param mutation which decision changes
   */
  SpaceMutator(double rate, Mutation mutation) {
    super(rate);
    this.mutation = mutation;
  }

  @Override
  protected ArchitectureGene mutate(ArchitectureGene gene, RandomGenerator random) {
    return gene.mutated(mutation, random);
  }
}
