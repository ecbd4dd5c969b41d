package dev.espalier.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.LedgerRun.Asked;
import dev.espalier.strategy.LedgerRun.Event;
import dev.espalier.trial.Budget;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every strategy keeps to. A strategy's test inherits this class and says how the strategy is
 * made:
 *
 * <pre>{@code
 * class RandomSearchTest extends SearchStrategyContract {
 *   @Override
 *   protected SearchStrategy create(SearchProblem problem) {
 *     return new RandomSearch(problem);
 *   }
 * }
 * }</pre>
 */
public abstract class SearchStrategyContract {
  private static final long SEED = 20_260_101;
  private static final int TRIALS = 60;

  /** A fresh strategy; a multi-fidelity one may train a trial less far than the setting says. */
  protected abstract SearchStrategy create(SearchProblem problem);

  /** Space, number of objectives and look-ahead of one run. */
  record Case(SearchSpace space, int objectives, int lookAhead) {
    SearchProblem problem() {
      List<Objective> all = List.of(Objective.maximize("val_accuracy"), Objective.minimize("macs"));
      return SearchProblem.of(
          space, all.subList(0, objectives), Fidelity.epochs(2), Budget.trials(TRIALS));
    }

    @Override
    public String toString() {
      return "%s space, %d objectives, look-ahead %d"
          .formatted(space.name(), objectives, lookAhead);
    }
  }

  static Stream<Case> cases() {
    return Stream.of(plainSpace(), conditionalSpace())
        .flatMap(
            space ->
                Stream.of(1, 2)
                    .flatMap(
                        objectives ->
                            Stream.of(1, 4, 17).map(look -> new Case(space, objectives, look))));
  }

  /** Six independent choices: 4^6 architectures. */
  protected static SearchSpace plainSpace() {
    return DecisionSpace.of(
        "plain",
        Stream.of("op0", "op1", "op2", "op3", "op4", "op5")
            .map(name -> Decision.of(name, Domain.choice("zero", "skip", "conv", "pool")))
            .toList());
  }

  /** A depth on which the later decisions depend, and a width. */
  protected static SearchSpace conditionalSpace() {
    Domain ops = Domain.choice("skip", "conv", "pool");
    return DecisionSpace.of(
        "conditional",
        List.of(
            Decision.of("depth", Domain.range(1, 4)),
            Decision.of("width", Domain.range(1, 8)),
            Decision.of("op1", "cell", ops, Condition.always()),
            Decision.of("op2", "cell", ops, Condition.atLeast("depth", 2)),
            Decision.of("op3", "cell", ops, Condition.atLeast("depth", 3)),
            Decision.of("pool4", "cell", ops, Condition.isOneOf("op3", "pool"))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void proposesValidArchitecturesWithTheGivenFidelityAtMost(Case c) {
    List<Proposal> proposals = LedgerRun.proposals(run(c, SearchStrategyContract::scored));

    assertFalse(proposals.isEmpty());
    for (int number = 0; number < proposals.size(); number++) {
      Proposal proposal = proposals.get(number);
      assertFalse(proposal.fidelity().goesBeyond(c.problem().fidelity()));
      if (proposal instanceof Proposal.Fresh fresh) {
        assertEquals(fresh.architecture(), c.space().check(fresh.architecture()));
        for (long parent : fresh.parents()) {
          assertTrue(
              parent >= 0 && parent < number, "trial " + number + " descends from " + parent);
        }
      } else if (proposal instanceof Proposal.Continue on) {
        assertTrue(on.trial() < number);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void proposesTheSameForTheSameSeed(Case c) {
    assertEquals(run(c, SearchStrategyContract::scored), run(c, SearchStrategyContract::scored));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void replayedAsksAndTellsGiveTheSameProposals(Case c) {
    List<Event> journal = run(c, SearchStrategyContract::mixed);

    assertEquals(LedgerRun.proposals(journal), replay(c, journal, 0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anEmptyAskLeavesTheStateAsItWas(Case c) {
    List<Event> journal = run(c, SearchStrategyContract::mixed);
    List<Event> withoutEmptyAsks =
        journal.stream()
            .filter(event -> !(event instanceof Asked asked && asked.answer().isEmpty()))
            .toList();

    assertEquals(LedgerRun.proposals(journal), replay(c, withoutEmptyAsks, 0));
    assertEquals(LedgerRun.proposals(journal), replay(c, journal, 3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnWhenTrialsFailArePrunedOrAreDuplicates(Case c) {
    assertEquals(TRIALS, LedgerRun.proposals(run(c, SearchStrategyContract::mixed)).size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnWhenEveryTrialFails(Case c) {
    Function<Trial, Outcome> failed =
        trial -> new Outcome.Failed(FailureCause.CANDIDATE, "loss is NaN at step 1");

    assertEquals(TRIALS, LedgerRun.proposals(run(c, failed)).size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesNotHeedWallClockTimes(Case c) {
    Function<Trial, Outcome> slow = trial -> score(trial, 1.0 + trial.number());

    assertEquals(
        LedgerRun.proposals(run(c, SearchStrategyContract::scored)),
        LedgerRun.proposals(run(c, slow)));
  }

  @Test
  void aSpaceOfTwoArchitecturesEndsOrIsTriedAgain() {
    SearchSpace space =
        DecisionSpace.of("tiny", List.of(Decision.of("op", Domain.choice("conv", "pool"))));
    Case c = new Case(space, 1, 4);
    Set<Architecture> seen = new HashSet<>();

    LedgerRun.proposals(run(c, SearchStrategyContract::scored))
        .forEach(p -> seen.add(((Proposal.Fresh) p).architecture()));

    assertFalse(seen.isEmpty());
    assertTrue(seen.size() <= 2);
  }

  private List<Event> run(Case c, Function<Trial, Outcome> outcomes) {
    return LedgerRun.journal(create(c.problem()), c.space(), SEED, c.lookAhead(), TRIALS, outcomes);
  }

  /** Replays a journal, asking again so many times after each empty ask. */
  private List<Proposal> replay(Case c, List<Event> journal, int repeats) {
    List<Event> events =
        journal.stream()
            .flatMap(
                event ->
                    event instanceof Asked asked && asked.answer().isEmpty()
                        ? Stream.generate(() -> event).limit(1 + repeats)
                        : Stream.of(event))
            .toList();
    return LedgerRun.replay(create(c.problem()), SEED, events);
  }

  private static Outcome scored(Trial trial) {
    return score(trial, 0.0);
  }

  /** Every fifth trial fails, every seventh is pruned, every third a duplicate, good or failed. */
  private static Outcome mixed(Trial trial) {
    long number = trial.number();
    Outcome failed = new Outcome.Failed(FailureCause.CANDIDATE, "loss is NaN at step 1");
    Outcome.Scored scored = score(trial, 0.0);
    if (number % 5 == 4) {
      return failed;
    }
    if (number % 7 == 6) {
      return new Outcome.Pruned(scored.metrics(), trial.fidelity().after(1), 0.0);
    }
    return number % 3 == 2
        ? new Outcome.Shared(trial.with(number % 2 == 0 ? failed : scored))
        : scored;
  }

  /** A made-up accuracy and number of MACs, each given by the architecture alone. */
  private static Outcome.Scored score(Trial trial, double seconds) {
    String encoding = trial.architecture().encoding();
    double macs = 1000.0 + encoding.length();
    double accuracy = (encoding.hashCode() & 0xffff) / (double) 0x10000;
    return new Outcome.Scored(
        ImmutableMap.of("macs", macs, "val_accuracy", accuracy),
        trial.fidelity(),
        seconds,
        Optional.empty());
  }
}
