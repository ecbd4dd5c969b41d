package dev.espalier.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.Condition;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.space.SearchSpace;
import dev.espalier.strategy.AskTellRun.Asked;
import dev.espalier.strategy.AskTellRun.Event;
import dev.espalier.strategy.AskTellRun.Outcomes;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
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
 *   protected SearchStrategy create(StrategySetting setting) {
 *     return new RandomSearch(setting);
 *   }
 * }
 * }</pre>
 */
public abstract class SearchStrategyContract {
  private static final long SEED = 20_260_101;
  private static final int TRIALS = 60;

  /** A fresh strategy; a multi-fidelity one may train a trial less far than the setting says. */
  protected abstract SearchStrategy create(StrategySetting setting);

  /** Space, number of objectives and look-ahead of one run. */
  record Case(SearchSpace space, int objectives, int lookAhead) {
    StrategySetting setting() {
      ImmutableList<Objective> all =
          ImmutableList.of(Objective.maximize("val_accuracy"), Objective.minimize("macs"));
      return new StrategySetting(space, all.subList(0, objectives), Fidelity.epochs(2));
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
    List<Proposal> proposals = AskTellRun.proposals(run(c, scored()));

    assertFalse(proposals.isEmpty());
    for (int number = 0; number < proposals.size(); number++) {
      Proposal proposal = proposals.get(number);
      assertEquals(proposal.architecture(), c.space().check(proposal.architecture()));
      assertTrue(proposal.fidelity().epochs() <= c.setting().fidelity().epochs());
      for (long parent : proposal.parents()) {
        assertTrue(parent >= 0 && parent < number, "trial " + number + " descends from " + parent);
      }
      assertTrue(proposal.continues().orElse(-1) < number);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void proposesTheSameForTheSameSeed(Case c) {
    assertEquals(run(c, scored()), run(c, scored()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void replayedAsksAndTellsGiveTheSameProposals(Case c) {
    List<Event> journal = run(c, mixed());

    assertEquals(AskTellRun.proposals(journal), replay(c, journal, 0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anEmptyAskLeavesTheStateAsItWas(Case c) {
    List<Event> journal = run(c, mixed());
    List<Event> withoutEmptyAsks =
        journal.stream()
            .filter(event -> !(event instanceof Asked asked && asked.answer().isEmpty()))
            .toList();

    assertEquals(AskTellRun.proposals(journal), replay(c, withoutEmptyAsks, 0));
    assertEquals(AskTellRun.proposals(journal), replay(c, journal, 3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnWhenTrialsFailArePrunedOrAreDuplicates(Case c) {
    assertEquals(TRIALS, AskTellRun.proposals(run(c, mixed())).size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnWhenEveryTrialFails(Case c) {
    Outcomes failed = (number, proposal) -> trial(number, proposal, TrialState.FAILED);

    assertEquals(TRIALS, AskTellRun.proposals(run(c, failed)).size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesNotHeedWallClockTimes(Case c) {
    Outcomes slow =
        (number, proposal) -> trial(number, proposal, TrialState.COMPLETED, 1.0 + number);

    assertEquals(AskTellRun.proposals(run(c, scored())), AskTellRun.proposals(run(c, slow)));
  }

  @Test
  void aSpaceOfTwoArchitecturesEndsOrIsTriedAgain() {
    SearchSpace space =
        DecisionSpace.of("tiny", List.of(Decision.of("op", Domain.choice("conv", "pool"))));
    Case c = new Case(space, 1, 4);
    Set<Architecture> seen = new HashSet<>();

    AskTellRun.proposals(run(c, scored())).forEach(p -> seen.add(p.architecture()));

    assertFalse(seen.isEmpty());
    assertTrue(seen.size() <= 2);
  }

  private List<Event> run(Case c, Outcomes outcomes) {
    return AskTellRun.of(create(c.setting()), SEED, c.lookAhead(), TRIALS, outcomes);
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
    return AskTellRun.replay(create(c.setting()), SEED, events);
  }

  private static Outcomes scored() {
    return (number, proposal) -> trial(number, proposal, TrialState.COMPLETED);
  }

  /** Every fifth trial fails, every seventh is pruned, every third a duplicate, good or failed. */
  private static Outcomes mixed() {
    return (number, proposal) -> {
      if (number % 5 == 4) {
        return trial(number, proposal, TrialState.FAILED);
      }
      if (number % 7 == 6) {
        return trial(number, proposal, TrialState.PRUNED);
      }
      return trial(number, proposal, number % 3 == 2 ? TrialState.DUPLICATE : TrialState.COMPLETED);
    };
  }

  private static Trial trial(long number, Proposal proposal, TrialState state) {
    return trial(number, proposal, state, 0.0);
  }

  /** A made-up accuracy and number of MACs, each given by the architecture alone. */
  private static Trial trial(
      long number, Proposal proposal, TrialState state, double trainSeconds) {
    String encoding = proposal.architecture().encoding();
    double macs = 1000.0 + encoding.length();
    double accuracy = (encoding.hashCode() & 0xffff) / (double) 0x10000;
    boolean duplicateOfFailed = state == TrialState.DUPLICATE && number % 2 == 0;
    boolean measured = state != TrialState.FAILED && !duplicateOfFailed;
    return new Trial(
        number,
        state,
        number,
        proposal.architecture(),
        encoding,
        "recipe",
        proposal.fidelity(),
        proposal.continues(),
        proposal.parents(),
        measured
            ? ImmutableMap.of("macs", macs, "val_accuracy", accuracy)
            : ImmutableMap.of("macs", macs),
        trainSeconds,
        state == TrialState.DUPLICATE
            ? OptionalLong.of(Math.max(0, number - 1))
            : OptionalLong.empty(),
        reason(state, duplicateOfFailed));
  }

  private static String reason(TrialState state, boolean duplicateOfFailed) {
    return switch (state) {
      case FAILED -> "loss is NaN at step 1";
      case PRUNED -> "stopped after 1 epoch";
      default -> duplicateOfFailed ? "duplicate of a failed trial: loss is NaN at step 1" : "";
    };
  }
}
