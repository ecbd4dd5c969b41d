package dev.espalier.search.examples;

import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.Optional;

/** Changes one decision of the best architecture so far. */
public final class HillClimb implements SearchStrategy {
  private final SearchProblem problem;
  private Optional<Trial> best = Optional.empty();

  public HillClimb(SearchProblem problem) {
    this.problem = problem;
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    SearchSpace space = problem.space();
    return Optional.of(
        best.map(
                t ->
                    Proposal.of(
                        space.mutate(t.architecture(), turn.random()),
                        problem.fidelity(),
                        t.number()))
            .orElseGet(() -> Proposal.of(space.sample(turn.random()), problem.fidelity())));
  }

  @Override
  public void tell(Trial trial) {
    if (trial.scored() && best.filter(b -> score(b) >= score(trial)).isEmpty()) {
      best = Optional.of(trial);
    }
  }

  private double score(Trial trial) {
    return problem.objectives().get(0).score(trial);
  }
}
