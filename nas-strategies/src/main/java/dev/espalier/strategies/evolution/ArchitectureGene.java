package dev.espalier.strategies.evolution;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.espalier.space.Architecture;
import dev.espalier.space.Crossover;
import dev.espalier.space.SearchSpace;
import io.jenetics.Gene;
import io.jenetics.util.RandomRegistry;
import java.util.random.RandomGenerator;

/**
 * A whole architecture as one gene, since only its space knows how to vary it. Immutable.
 *
 * @param space where it lives
 * @param allele the architecture
 * @param trials where its decisions come from: its own trial once that is known, until then those
 *     of its parents; empty if it was drawn
 */
record ArchitectureGene(SearchSpace space, Architecture allele, ImmutableList<Long> trials)
    implements Gene<Architecture, ArchitectureGene> {

  /** An architecture without parents. */
  static ArchitectureGene drawn(SearchSpace space, RandomGenerator random) {
    return new ArchitectureGene(space, space.sample(random), ImmutableList.of());
  }

  /** The architecture of a trial, as a parent of others. */
  static ArchitectureGene ofTrial(SearchSpace space, Architecture architecture, long number) {
    return new ArchitectureGene(space, architecture, ImmutableList.of(number));
  }

  /** One open decision changed. */
  ArchitectureGene mutated(Mutation mutation, RandomGenerator random) {
    return newInstance(mutation.mutate(space, allele, random));
  }

  /** A child of this one and another. */
  ArchitectureGene crossedWith(
      ArchitectureGene other, Crossover crossover, RandomGenerator random) {
    return new ArchitectureGene(
        space,
        space.cross(allele, other.allele, crossover, random),
        ImmutableSet.<Long>builder().addAll(trials).addAll(other.trials).build().asList());
  }

  @Override
  public ArchitectureGene newInstance() {
    return drawn(space, RandomRegistry.random());
  }

  @Override
  public ArchitectureGene newInstance(Architecture value) {
    return new ArchitectureGene(space, value, trials);
  }

  /** Always: a space makes only valid architectures. */
  @Override
  public boolean isValid() {
    return true;
  }
}
