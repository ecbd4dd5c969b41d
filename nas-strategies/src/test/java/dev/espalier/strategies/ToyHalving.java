package dev.espalier.strategies;

import dev.espalier.objective.Objective;
import dev.espalier.strategy.NumberedStrategy;
import dev.espalier.strategy.SearchProblem;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Trains what another strategy proposes for one epoch, and the better half of each four longer. */
final class ToyHalving implements SearchStrategy {
  private static final int BRACKET = 4;

  private final SearchProblem problem;
  private final NumberedStrategy inner;
  private final List<List<Trial>> rungs = new ArrayList<>();
  private final Queue<Proposal> promoted = new ArrayDeque<>();

  ToyHalving(SearchProblem problem, SearchStrategy around) {
    this.problem = problem;
    this.inner = new NumberedStrategy(around);
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    Proposal next = promoted.poll();
    return next == null ? inner.ask(turn).map(this::onFirstRung) : Optional.of(next);
  }

  private Proposal onFirstRung(Proposal proposal) {
    return ((Proposal.Fresh) proposal).with(problem.ladder().rung(1));
  }

  @Override
  public void tell(Trial finished) {
    inner.tell(finished);
    if (finished.checkpoint().isEmpty()) {
      return; // failed, or trained to the end
    }
    int rung = finished.reached().map(Fidelity::epochs).orElse(1) / 2;
    while (rungs.size() <= rung) {
      rungs.add(new ArrayList<>());
    }
    List<Trial> rivals = rungs.get(rung);
    rivals.add(finished);
    if (rivals.size() == BRACKET) {
      Objective first = problem.objectives().get(0);
      rivals.sort(Comparator.comparingDouble(trial -> -first.score(trial)));
      Fidelity longer = problem.ladder().rung(2 * finished.fidelity().epochs());
      rivals.stream()
          .limit(BRACKET / 2)
          .forEach(trial -> promoted.add(new Proposal.Continue(trial.number(), longer)));
      rivals.clear();
    }
  }
}
