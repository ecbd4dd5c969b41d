package dev.espalier.strategies.random;

import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws architectures, each open decision uniformly, without replacement as far as that is cheap:
 * an architecture that was proposed before is drawn again, up to {@value #MOST_DRAWS} draws an ask.
 * Exhausted once it has proposed the whole space. Never waits for results. Not thread-safe.
 */
public final class RandomSearch implements SearchStrategy {
  private static final int MOST_DRAWS = 1_000;

  private final SearchProblem problem;
  private final BigInteger size;
  private final Set<Architecture> proposed = new HashSet<>();

  public RandomSearch(SearchProblem problem) {
    this.problem = problem;
    this.size = problem.space().size();
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    if (BigInteger.valueOf(proposed.size()).compareTo(size) >= 0) {
      return Optional.empty();
    }
    Architecture drawn = draw(turn.random());
    proposed.add(drawn);
    return Optional.of(Proposal.of(drawn, problem.fidelity()));
  }

  private Architecture draw(RandomGenerator random) {
    SearchSpace space = problem.space();
    Architecture drawn = space.sample(random);
    for (int draws = 1; draws < MOST_DRAWS && proposed.contains(drawn); draws++) {
      drawn = space.sample(random);
    }
    return drawn;
  }

  /** Learns nothing. */
  @Override
  public void tell(Trial finished) {}
}
