package dev.espalier.strategy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.objective.Objective;
import dev.espalier.random.Seeds;
import dev.espalier.space.Architecture;
import dev.espalier.space.SearchSpace;
import dev.espalier.study.DuplicatePolicy;
import dev.espalier.study.StudySettings;
import dev.espalier.study.TrialLedger;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs a strategy by the ledger of a study, against made-up outcomes, and journals it. */
public final class LedgerRun {
  /** One event of a run. */
  public sealed interface Event {}

  /** What the strategy answered to the ask of the given number. */
  public record Asked(long number, Optional<Proposal> answer) implements Event {}

  /** What the strategy was told. */
  public record Told(Trial trial) implements Event {}

  private LedgerRun() {}

  /**
   * Runs until so many trials were asked for, or the strategy has nothing left to try.
   *
   * @param outcomes what becomes of an open trial
   */
  public static ImmutableList<Event> journal(
      SearchStrategy strategy,
      SearchSpace space,
      long seed,
      int lookAhead,
      int trials,
      Function<Trial, Outcome> outcomes) {
    TrialLedger ledger =
        TrialLedger.of(
            StudySettings.builder("run")
                .seed(seed)
                .lookAhead(lookAhead)
                .objectives(List.of(Objective.maximize("val_accuracy")))
                .duplicates(DuplicatePolicy.EVALUATE)
                .trials(trials)
                .maxFailedTrials(trials)
                .build(),
            space);
    List<Event> journal = new ArrayList<>();
    TrialLedger.Step step = ledger.next();
    while (!(step instanceof TrialLedger.End)) {
      if (step instanceof TrialLedger.AskFor next) {
        Optional<Proposal> answer = strategy.ask(next.turn());
        journal.add(new Asked(next.turn().number(), answer));
        ledger
            .answer(answer)
            .ifPresent(
                entry -> ledger.finish(entry.trial().number(), outcomes.apply(entry.trial())));
      } else if (step instanceof TrialLedger.Tell) {
        Trial told = ledger.tell();
        strategy.tell(told);
        journal.add(new Told(told));
      }
      step = ledger.next();
    }
    return ImmutableList.copyOf(journal);
  }

  /** The trials of a run with scores by architecture; no metrics fail the trial. */
  public static ImmutableList<Trial> trials(
      SearchStrategy strategy,
      SearchSpace space,
      long seed,
      int lookAhead,
      int trials,
      Function<Architecture, Map<String, Double>> score) {
    return journal(strategy, space, seed, lookAhead, trials, scored(score)).stream()
        .filter(Told.class::isInstance)
        .map(event -> ((Told) event).trial())
        .collect(ImmutableList.toImmutableList());
  }

  private static Function<Trial, Outcome> scored(
      Function<Architecture, Map<String, Double>> score) {
    return trial -> {
      ImmutableMap<String, Double> metrics = ImmutableMap.copyOf(score.apply(trial.architecture()));
      return metrics.isEmpty()
          ? new Outcome.Failed(FailureCause.CANDIDATE, "loss is NaN at step 1")
          : new Outcome.Scored(metrics, trial.fidelity(), 0.0, Optional.empty());
    };
  }

  /** The proposals of a journal, in order. */
  static ImmutableList<Proposal> proposals(List<Event> journal) {
    return journal.stream()
        .filter(Asked.class::isInstance)
        .flatMap(event -> ((Asked) event).answer().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** Issues the events again and returns what is proposed this time. */
  static ImmutableList<Proposal> replay(SearchStrategy strategy, long seed, List<Event> journal) {
    ImmutableList.Builder<Proposal> proposals = ImmutableList.builder();
    for (Event event : journal) {
      if (event instanceof Asked asked) {
        strategy.ask(turn(seed, asked.number())).ifPresent(proposals::add);
      } else if (event instanceof Told told) {
        strategy.tell(told.trial());
      }
    }
    return proposals.build();
  }

  /** The turn that a study of a seed gives for a trial. */
  public static Turn turn(long seed, long number) {
    return new Turn(number, Seeds.generator(seed, "ask", number));
  }
}
