package dev.espalier.study;

import dev.espalier.space.Architecture;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.strategy.Turn;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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
            .<Proposal>map(text -> Proposal.of(Architecture.parse(text), Fidelity.epochs(1)))
            .toList());
  }

  @Override
  public Optional<Proposal> ask(Turn turn) {
    return proposals.hasNext() ? Optional.of(proposals.next()) : Optional.empty();
  }

  @Override
  public void tell(Trial finished) {
    heard.add(finished);
  }
}
