package dev.espalier.strategy;

import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.Optional;

/** The contract holds for the simplest strategy there is, and for one that waits for results. */
class SamplingStrategyTest extends SearchStrategyContract {

  @Override
  protected SearchStrategy create(SearchProblem problem) {
    return new InPairs(problem);
  }

  /** Samples pairs: proposes the second of a pair only after the first was told. */
  private static final class InPairs implements SearchStrategy {
    private final SearchProblem problem;
    private int asked;
    private int told;

    InPairs(SearchProblem problem) {
      this.problem = problem;
    }

    @Override
    public Optional<Proposal> ask(Turn turn) {
      if (asked % 2 == 1 && told < asked) {
        return Optional.empty();
      }
      asked++;
      return Optional.of(Proposal.of(problem.space().sample(turn.random()), problem.fidelity()));
    }

    @Override
    public void tell(Trial finished) {
      told++;
    }
  }
}
