package dev.espalier.study;

import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Samples, and remembers what was told before each ask. */
final class Sampler implements SearchStrategy {
  final List<Long> told = new ArrayList<>();
  final List<Integer> toldAtAsk = new ArrayList<>();
  private final SearchSpace space;

  Sampler(SearchSpace space) {
    this.space = space;
  }

  @Override
  public Optional<Proposal> ask(RandomGenerator random) {
    toldAtAsk.add(told.size());
    return Optional.of(Proposal.of(space.sample(random), Fidelity.epochs(1)));
  }

  @Override
  public void tell(Trial finished) {
    told.add(finished.number());
  }
}
