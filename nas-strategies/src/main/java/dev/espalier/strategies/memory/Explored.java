package dev.espalier.strategies.memory;

import com.google.common.collect.ImmutableList;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a strategy proposed, and what came of it. Each architecture is trained as far as it goes.
 * Not thread-safe.
 */
public final class Explored {
  private static final int MOST_DRAWS = 1_000;

  /**
   * An architecture whose trial was told.
   *
   * @param number of its trial
   * @param fitness empty if it failed
   */
  public record Known(Architecture architecture, long number, Optional<Fitness> fitness) {
    /** Whether it is better than another one that has a score; not if it failed. */
    public boolean beats(Known other) {
      return fitness.isPresent()
          && (other.fitness.isEmpty() || fitness.get().beats(other.fitness.get()));
    }
  }

  private final SearchProblem problem;
  private final BigInteger size;

  /** By architecture; empty while its trial is open. */
  private final Map<Architecture, Optional<Known>> outcomes = new HashMap<>();

  private final Map<Long, Architecture> open = new HashMap<>();

  public Explored(SearchProblem problem) {
    this.problem = problem;
    this.size = problem.space().size();
  }

  /** Whether the whole space was proposed. */
  public boolean isExhausted() {
    return BigInteger.valueOf(outcomes.size()).compareTo(size) >= 0;
  }

  /** Whether an architecture was proposed. */
  public boolean contains(Architecture architecture) {
    return outcomes.containsKey(architecture);
  }

  /** What came of an architecture; empty if it was not proposed or its trial is open. */
  public Optional<Known> known(Architecture architecture) {
    return outcomes.getOrDefault(architecture, Optional.empty());
  }

  /** Trials that are open. */
  public int openTrials() {
    return open.size();
  }

  /** Counts an architecture as proposed whose turn is still to come. */
  public void plan(Architecture architecture) {
    outcomes.putIfAbsent(architecture, Optional.empty());
  }

  /** Proposes an architecture, whether it was proposed before or not. */
  public Proposal propose(Turn turn, Architecture architecture, Known... parents) {
    return propose(
        turn,
        architecture,
        ImmutableList.copyOf(parents).stream()
            .map(Known::number)
            .collect(ImmutableList.toImmutableList()));
  }

  /** The same by the numbers of the parents' trials. */
  public Proposal propose(Turn turn, Architecture architecture, ImmutableList<Long> parents) {
    plan(architecture);
    open.put(turn.number(), architecture);
    return new Proposal.Fresh(architecture, problem.fidelity(), parents);
  }

  /** Takes the outcome of a trial; empty if it was proposed by somebody else. */
  public Optional<Known> tell(Trial trial) {
    Architecture architecture = open.remove(trial.number());
    if (architecture == null) {
      return Optional.empty();
    }
    Known known = new Known(architecture, trial.number(), Fitness.of(trial, problem));
    outcomes.put(architecture, Optional.of(known));
    return Optional.of(known);
  }

  /**
   * Draws an architecture, without replacement as far as that is cheap: one that was proposed
   * before is drawn again, up to {@value #MOST_DRAWS} draws.
   */
  public Architecture draw(RandomGenerator random) {
    SearchSpace space = problem.space();
    Architecture drawn = space.sample(random);
    for (int draws = 1; draws < MOST_DRAWS && contains(drawn); draws++) {
      drawn = space.sample(random);
    }
    return drawn;
  }
}
