package dev.espalier.study;

import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samples, and remembers what was told before each ask. */
final class Sampler implements SearchStrategy {
  final List<Long> told = new ArrayList<>();
  final List<Integer> toldAtAsk = new ArrayList<>();
  private final SearchSpace space;
  private final Fidelity fidelity;

  Sampler(SearchSpace space) {
    this(space, Fidelity.epochs(1));
  }

  Sampler(SearchSpace space, Fidelity fidelity) {
    this.space = space;
    this.fidelity = fidelity;
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    toldAtAsk.add(told.size());
    return Optional.of(Proposal.of(space.sample(turn.random()), fidelity));
  }

  @Override
  public void tell(Trial finished) {
    told.add(finished.number());
  }
}
