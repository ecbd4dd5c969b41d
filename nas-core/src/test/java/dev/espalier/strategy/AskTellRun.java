package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import dev.espalier.random.Seeds;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a strategy by the rules of a study, against made-up outcomes, and journals what was asked
 * and told: ask <i>n</i> happens with the trials 0 .. <i>n − lookAhead</i> told, an empty ask tells
 * the next trial and asks again with the same generator.
 */
final class AskTellRun {
  /** What becomes of a proposal. */
  interface Outcomes {
    Trial finish(long number, Proposal proposal);
  }

  /** One event of a run. */
  sealed interface Event {}

  /** What the strategy answered to the ask of the given number. */
  record Asked(long number, Optional<Proposal> answer) implements Event {}

  /** What the strategy was told. */
  record Told(Trial trial) implements Event {}

  private final SearchStrategy strategy;
  private final long seed;
  private final Outcomes outcomes;
  private final List<Event> journal = new ArrayList<>();
  private final List<Trial> trials = new ArrayList<>();
  private int told;

  private AskTellRun(SearchStrategy strategy, long seed, Outcomes outcomes) {
    this.strategy = strategy;
    this.seed = seed;
    this.outcomes = outcomes;
  }

  /** Runs until so many trials were asked for, or the strategy has nothing left to try. */
  static ImmutableList<Event> of(
      SearchStrategy strategy, long seed, int lookAhead, int trials, Outcomes outcomes) {
    AskTellRun run = new AskTellRun(strategy, seed, outcomes);
    while (run.trials.size() < trials) {
      while (run.told <= run.trials.size() - lookAhead) {
        run.tellNext();
      }
      if (!run.askNext()) {
        break;
      }
    }
    return ImmutableList.copyOf(run.journal);
  }

  private boolean askNext() {
    long number = trials.size();
    while (true) {
      Optional<Proposal> answer = strategy.ask(Seeds.generator(seed, "ask", number));
      journal.add(new Asked(number, answer));
      if (answer.isPresent()) {
        trials.add(outcomes.finish(number, answer.get()));
        return true;
      }
      if (told == trials.size()) {
        return false;
      }
      tellNext();
    }
  }

  private void tellNext() {
    Trial trial = trials.get(told);
    told++;
    strategy.tell(trial);
    journal.add(new Told(trial));
  }

  /** The proposals of a journal, in order. */
  static ImmutableList<Proposal> proposals(List<Event> journal) {
    return journal.stream()
        .filter(Asked.class::isInstance)
        .map(Asked.class::cast)
        .flatMap(asked -> asked.answer().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** Issues the events again and returns what is proposed this time. */
  static ImmutableList<Proposal> replay(SearchStrategy strategy, long seed, List<Event> journal) {
    ImmutableList.Builder<Proposal> proposals = ImmutableList.builder();
    for (Event event : journal) {
      if (event instanceof Asked asked) {
        strategy.ask(Seeds.generator(seed, "ask", asked.number())).ifPresent(proposals::add);
      } else if (event instanceof Told told) {
        strategy.tell(told.trial());
      }
    }
    return proposals.build();
  }
}
