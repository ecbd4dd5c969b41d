package dev.espalier.strategies.evolution;

import dev.espalier.space.Architecture;
import dev.espalier.strategies.memory.Explored;
import dev.espalier.strategies.memory.Explored.Known;
import dev.espalier.strategies.memory.Fitness;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.TruncationSelector;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Aging evolution (Real et al. 2019): a population of the latest trials, whatever they scored; the
 * winner of a tournament in it has a mutated child, and with every child the oldest dies. Good
 * architectures live on only by children that are good again, which is what keeps one lucky score
 * from ruling.
 *
 * <p>The population begins with drawn architectures. Never waits for a generation: each child
 * descends from what was told by then. Trials that failed have no place in the population. A child
 * that is in the space's memory of this search already is mutated on until it is new, so that every
 * trial is paid for by something that is learned. Follows the first objective. Exhausted once it
 * has proposed the whole space. Not thread-safe.
 */
public final class RegularizedEvolution implements SearchStrategy {
  private static final int MOST_BIRTHS = 1_000;

  private final SearchProblem problem;
  private final Mutation mutation;
  private final int populationSize;
  private final int sampleSize;
  private final Selector<ArchitectureGene, Fitness> best = new TruncationSelector<>();
  private final Explored explored;

  /** The living, the oldest first. */
  private final Deque<Phenotype<ArchitectureGene, Fitness>> population = new ArrayDeque<>();

  /**
   * An evolution.
   *
   * @param populationSize trials alive at a time, at least 1
   * @param sampleSize trials of which the best has a child, from 1 to {@code populationSize}
   */
  public RegularizedEvolution(
      SearchProblem problem, Mutation mutation, int populationSize, int sampleSize) {
    this.problem = problem;
    this.mutation = mutation;
    this.populationSize = populationSize;
    this.sampleSize = sampleSize;
    this.explored = new Explored(problem);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (explored.isExhausted()) {
      return Optional.empty();
    }
    if (population.size() + explored.openTrials() < populationSize) {
      return Optional.of(explored.propose(turn, explored.draw(turn.random())));
    }
    if (population.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(RandomRegistry.with(turn.random(), random -> child(turn, random)));
  }

  /** Holds tournaments until a winner has a child that is new. */
  private Proposal child(Turn turn, RandomGenerator random) {
    for (int births = 0; births < MOST_BIRTHS; births++) {
      ArchitectureGene parent = winner(random).genotype().gene();
      Architecture child = mutation.mutate(problem.space(), parent.allele(), random);
      if (!explored.contains(child)) {
        return explored.propose(
            turn, child, explored.known(parent.allele()).stream().toArray(Known[]::new));
      }
    }
    return explored.propose(turn, explored.draw(random));
  }

  /** The best of a sample, in which nobody is twice. */
  private Phenotype<ArchitectureGene, Fitness> winner(RandomGenerator random) {
    MSeq<Phenotype<ArchitectureGene, Fitness>> shuffled = MSeq.of(population);
    shuffled.shuffle(random);
    return best.select(
            shuffled.subSeq(0, Math.min(sampleSize, shuffled.size())).toISeq(), 1, Optimize.MAXIMUM)
        .get(0);
  }

  @Override
  public void tell(Trial finished) {
    explored.tell(finished).ifPresent(this::join);
  }

  private void join(Known known) {
    if (known.fitness().isEmpty()) {
      return;
    }
    population.add(
        Phenotype.of(
            ArchitectureChromosome.genotype(
                ArchitectureGene.ofTrial(problem.space(), known.architecture(), known.number())),
            known.number() + 1,
            known.fitness().get()));
    if (population.size() > populationSize) {
      population.remove();
    }
  }
}
