package dev.espalier.strategies.evolution;

import dev.espalier.space.Architecture;
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
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
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
  private final BigInteger size;
  private final Set<Architecture> proposed = new HashSet<>();
  private final Queue<ArchitectureGene> waiting = new ArrayDeque<>();
  private final Set<Long> open = new HashSet<>();
  private ISeq<Phenotype<ArchitectureGene, Vec<double[]>>> population = ISeq.empty();
  private long generation;

  public GeneticSearch(SearchProblem problem, GeneticParameters parameters) {
    this.problem = problem;
    this.parameters = parameters;
    this.breeding = new Breeding(parameters, problem.objectives().size());
    this.size = problem.space().size();
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (waiting.isEmpty() && !exhausted()) {
      if (parameters.asynchronous()) {
        RandomRegistry.using(turn.random(), this::nextChild);
      } else if (open.isEmpty()) {
        RandomRegistry.using(turn.random(), this::nextGeneration);
      }
    }
    ArchitectureGene next = waiting.poll();
    if (next == null) {
      return Optional.empty();
    }
    open.add(turn.number());
    return Optional.of(
        Proposal.of(next.allele(), problem.fidelity(), next.trials().toArray(new Long[0])));
  }

  @Override
  public void tell(Trial finished) {
    if (open.remove(finished.number())
        && finished.scored()
        && finished.state() != TrialState.DUPLICATE) {
      population = population.append(List.of(individual(finished)));
    }
  }

  private Phenotype<ArchitectureGene, Vec<double[]>> individual(Trial trial) {
    double[] fitness =
        problem.objectives().stream()
            .mapToDouble(
                objective -> objective.direction().orient(trial.metric(objective.metric())))
            .toArray();
    return Phenotype.of(
        ArchitectureChromosome.genotype(
            ArchitectureGene.ofTrial(problem.space(), trial.architecture(), trial.number())),
        generation,
        Vec.of(fitness));
  }

  /** The first of the population are drawn; then each child descends from what was told by then. */
  private void nextChild(RandomGenerator random) {
    boolean filled = population.size() + open.size() >= parameters.populationSize();
    if (filled && population.size() < 2 && !open.isEmpty()) {
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
            .filter(born -> !proposed.contains(born.allele()))
            .findFirst()
            .orElse(children.get(0));
    await(fresh(child, random));
  }

  private void await(ArchitectureGene child) {
    proposed.add(child.allele());
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
      if (exhausted()) {
        return;
      }
      await(fresh(child, random));
    }
  }

  private ArchitectureGene fresh(ArchitectureGene child, RandomGenerator random) {
    ArchitectureGene fresh = child;
    for (int i = 0; i < MOST_MUTATIONS && proposed.contains(fresh.allele()); i++) {
      fresh = fresh.mutated(parameters.mutation(), random);
    }
    return fresh;
  }

  private boolean exhausted() {
    return BigInteger.valueOf(proposed.size()).compareTo(size) >= 0;
  }
}
