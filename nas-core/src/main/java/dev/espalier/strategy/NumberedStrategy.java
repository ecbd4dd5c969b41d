package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A strategy inside another one, in numbers of its own. Its trials are 0, 1, 2 .. to it, whatever
 * numbers they have in the study, where trials of the outer strategy lie between them. A trial of
 * the outer strategy that goes on with one of the inner strategy's counts as that one. Not
 * thread-safe.
 *
 * <pre>{@code
 * Optional<Proposal> proposal = inner.ask(turn);   // in the study's numbers
 * inner.tell(trial);                               // nothing happens if it is not the inner one's
 * }</pre>
 */
public final class NumberedStrategy implements SearchStrategy {
  private final SearchStrategy inner;

  /** The study's number of each trial of the inner strategy. */
  private final List<Long> outward = new ArrayList<>();

  private final Map<Long, Long> inward = new HashMap<>();

  /** Around a fresh strategy. */
  public NumberedStrategy(SearchStrategy inner) {
    this.inner = inner;
  }

  /** What the inner strategy proposes; parents and continued trials are the study's. */
  @Override
  public Optional<Proposal> ask(Turn turn) {
    long own = outward.size();
    Optional<Proposal> answer = inner.ask(new Turn(own, turn.random()));
    if (answer.isEmpty()) {
      return answer;
    }
    Proposal proposal = outward(answer.get());
    outward.add(turn.number());
    inward.put(turn.number(), own);
    return Optional.of(proposal);
  }

  /** Tells the inner strategy of a trial of its own; passes over others. */
  @Override
  public void tell(Trial finished) {
    own(finished).ifPresent(number -> inner.tell(inward(finished, number)));
  }

  @Override
  public Optional<Learned> learned() {
    return inner.learned();
  }

  private Optional<Long> own(Trial trial) {
    Long number = inward.get(trial.number());
    if (number == null && trial.continues().isPresent()) {
      number = inward.get(trial.continues().getAsLong());
      if (number != null) {
        inward.put(trial.number(), number); // and what goes on from there
      }
    }
    return Optional.ofNullable(number);
  }

  private Proposal outward(Proposal proposal) {
    if (proposal instanceof Proposal.Fresh fresh) {
      return new Proposal.Fresh(
          fresh.architecture(),
          fresh.fidelity(),
          fresh.parents().stream().map(this::outward).collect(ImmutableList.toImmutableList()));
    }
    Proposal.Continue on = (Proposal.Continue) proposal;
    return new Proposal.Continue(outward(on.trial()), on.fidelity());
  }

  private long outward(long number) {
    return outward.get(Math.toIntExact(number));
  }

  private Trial inward(Trial trial, long number) {
    Ask ask = trial.ask();
    ImmutableList<Long> parents =
        ask.parents().stream()
            .map(inward::get)
            .filter(Objects::nonNull)
            .collect(ImmutableList.toImmutableList());
    return new Trial(
        new Ask(
            number,
            ask.told(),
            ask.seed(),
            new Proposal.Fresh(ask.architecture(), ask.fidelity(), parents),
            ask.architecture(),
            ask.networkHash(),
            ask.recipe(),
            ask.costs()),
        trial.outcome());
  }
}
