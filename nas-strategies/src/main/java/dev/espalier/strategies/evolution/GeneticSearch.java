package dev.espalier.strategies.evolution;

import dev.espalier.strategies.memory.Explored;
import dev.espalier.strategies.memory.Explored.Known;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import io.jenetics.Phenotype;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * A genetic algorithm. By generations, the first is drawn from the space; each later one begins
 * when all trials of the one before are told, and holds its survivors and new children; an ask in
 * between is empty. Asynchronously, the population is drawn, and then each child descends from the
 * best that were told by then, without waiting for others. Not thread-safe.
 *
 * <ul>
 *   <li>Trials without a score (failed, pruned) never survive and have no children. Until two
 *       trials have scored, generations are drawn.
 *   <li>A child that was proposed before would cost a trial and teach nothing: it is mutated until
 *       it is new, at most {@value #MOST_MUTATIONS} times.
 *   <li>A trial that shares the outcome of an earlier one, as another way to write the same
 *       network, takes no place in the population: the earlier one has it.
 *   <li>What breaks constraints on measured metrics is worse than all that keeps to them, and the
 *       worse the further it is from them (Deb et al. 2002).
 *   <li>Trials that it did not propose are ignored.
 *   <li>Exhausted once it has proposed the whole space.
 * </ul>
 */
public final class GeneticSearch implements SearchStrategy {
  private static final int MOST_MUTATIONS = 1_000;

  /** Children bred at a time, of which the first that is new lives. */
  private static final int BIRTHS = 10;

  private final SearchProblem problem;
  private final GeneticParameters parameters;
  private final Breeding breeding;
  private final Explored explored;
  private final Queue<ArchitectureGene> waiting = new ArrayDeque<>();
  private ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population = ISeq.empty();
  private long generation;

  public GeneticSearch(SearchProblem problem, GeneticParameters parameters) {
    this.problem = problem;
    this.parameters = parameters;
    this.breeding = new Breeding(parameters, problem.objectives().size());
    this.explored = new Explored(problem);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (waiting.isEmpty() && !explored.isExhausted()) {
      if (parameters.asynchronous()) {
        RandomRegistry.using(turn.random(), this::nextChild);
      } else if (explored.openTrials() == 0) {
        RandomRegistry.using(turn.random(), this::nextGeneration);
      }
    }
    ArchitectureGene next = waiting.poll();
    if (next == null) {
      return Optional.empty();
    }
    return Optional.of(explored.propose(turn, next.allele(), next.trials()));
  }

  @Override
  public void tell(Trial finished) {
    explored
        .tell(finished)
        .filter(known -> finished.state() != TrialState.DUPLICATE)
        .ifPresent(this::join);
  }

  private void join(Known known) {
    known
        .fitness()
        .map(
            fitness ->
                Phenotype.of(
                    ArchitectureChromosome.genotype(
                        ArchitectureGene.ofTrial(
                            problem.space(), known.architecture(), known.number())),
                    generation,
                    Vec.of(fitness.vector())))
        .ifPresent(individual -> population = population.append(List.of(individual)));
  }

  /** The first of the population are drawn; then each child descends from what was told by then. */
  private void nextChild(RandomGenerator random) {
    boolean filled = population.size() + explored.openTrials() >= parameters.populationSize();
    if (filled && population.size() < 2 && explored.openTrials() > 0) {
      return;
    }
    generation++;
    if (!filled || population.size() < 2) {
      await(fresh(ArchitectureGene.drawn(problem.space(), random), random));
      return;
    }
    population = breeding.best(population, parameters.populationSize());
    ISeq<ArchitectureGene> children =
        breeding.children(Breeding.rankedBest(population), BIRTHS, generation);
    ArchitectureGene child =
        children.stream()
            .filter(born -> !explored.contains(born.allele()))
            .findFirst()
            .orElse(children.get(0));
    await(fresh(child, random));
  }

  private void await(ArchitectureGene child) {
    explored.plan(child.allele());
    waiting.add(child);
  }

  private void nextGeneration(RandomGenerator random) {
    generation++;
    ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> parents = population;
    population = breeding.survivors(parents, parameters.survivors());
    int births = parameters.populationSize() - population.size();
    ISeq<ArchitectureGene> children =
        parents.size() < 2
            ? ISeq.of(() -> ArchitectureGene.drawn(problem.space(), random), births)
            : breeding.children(breeding.ranked(parents), births, generation);
    for (ArchitectureGene child : children) {
      if (explored.isExhausted()) {
        return;
      }
      await(fresh(child, random));
    }
  }

  private ArchitectureGene fresh(ArchitectureGene child, RandomGenerator random) {
    ArchitectureGene fresh = child;
    for (int i = 0; i < MOST_MUTATIONS && explored.contains(fresh.allele()); i++) {
      fresh = fresh.mutated(parameters.mutation(), random);
    }
    return fresh;
  }
}
