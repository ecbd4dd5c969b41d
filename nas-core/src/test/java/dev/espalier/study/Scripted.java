package dev.espalier.study;

import dev.espalier.evaluate.Fidelity;
import dev.espalier.space.Architecture;
import dev.espalier.strategy.Proposal;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Proposes what it was given. */
final class Scripted implements SearchStrategy {
  final List<Trial> heard = new ArrayList<>();
  private final Iterator<Proposal> proposals;

  Scripted(List<Proposal> proposals) {
    this.proposals = proposals.iterator();
  }

  /** Each of these once, for one epoch. */
  static Scripted of(String... encodings) {
    return new Scripted(
        List.of(encodings).stream()
            .map(text -> Proposal.of(Architecture.parse(text), Fidelity.epochs(1)))
            .toList());
  }

  @Override
  public Optional<Proposal> ask(RandomGenerator random) {
    return proposals.hasNext() ? Optional.of(proposals.next()) : Optional.empty();
  }

  @Override
  public void tell(Trial finished) {
    heard.add(finished);
  }
}
