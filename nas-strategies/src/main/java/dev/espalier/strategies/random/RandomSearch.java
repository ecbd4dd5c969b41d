package dev.espalier.strategies.random;

import dev.espalier.strategies.memory.Explored;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.Optional;

/**
 * Draws architectures, each open decision uniformly, without replacement as far as that is {@link
 * Explored#draw cheap}. Exhausted once it has proposed the whole space. Never waits for results.
 * Not thread-safe.
 */
public final class RandomSearch implements SearchStrategy {
  private final Explored explored;

  public RandomSearch(SearchProblem problem) {
    this.explored = new Explored(problem);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    return explored.isExhausted()
        ? Optional.empty()
        : Optional.of(explored.propose(turn, explored.draw(turn.random())));
  }

  /** Learns nothing. */
  @Override
  public void tell(Trial finished) {
    explored.tell(finished);
  }
}
