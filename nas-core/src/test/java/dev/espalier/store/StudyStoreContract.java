package dev.espalier.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.trial.Ask;
import dev.espalier.trial.Budget;
import dev.espalier.trial.Checkpoint;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every store keeps to. A store's test inherits this class and makes an empty store. */
public abstract class StudyStoreContract {
  protected static final StudyRecord STUDY =
      new StudyRecord(
          "digits",
          Long.MIN_VALUE,
          "apiVersion: nas/v1\n# é\n",
          "abc",
          new Budget(OptionalInt.of(7), OptionalDouble.empty(), OptionalDouble.of(0.1 + 0.2)),
          Optional.empty());

  /** A store without a study. */
  protected abstract StudyStore create();

  @Test
  void holdsNothingAtFirst() {
    try (StudyStore store = create()) {
      assertEquals(Optional.empty(), store.study());
      assertEquals(ImmutableList.of(), store.trials());
      assertEquals(0, store.toldCount());
    }
  }

  @Test
  void keepsTheStudyAsItWasStarted() {
    try (StudyStore store = create()) {
      store.create(STUDY);
      assertEquals(Optional.of(STUDY), store.study());
    }
  }

  @Test
  void aStudyIsStartedOnce() {
    try (StudyStore store = create()) {
      store.create(STUDY);
      assertThrows(IllegalStateException.class, () -> store.create(STUDY));
    }
  }

  @Test
  void keepsAnotherBudgetAndWhyAStudyEnded() {
    Budget trainings = Budget.trainings(1.0 / 3);
    try (StudyStore store = started()) {
      store.budgeted(trainings, "apiVersion: nas/v1");
      store.complete(EndReason.TIME);
      assertEquals(
          Optional.of(
              STUDY.with(trainings, "apiVersion: nas/v1").with(Optional.of(EndReason.TIME))),
          store.study());
    }
  }

  @Test
  void keepsEveryFieldOfAnAsk() {
    Ask first = TestTrials.ask(0);
    Ask ask =
        new Ask(
            1,
            0,
            Long.MIN_VALUE,
            Proposal.of(first.architecture(), new Fidelity(3, 27, 0.1 + 0.2), 3L, 5L),
            first.architecture(),
            "hash",
            "recipe",
            ImmutableMap.of("macs", 1e15, "params", 3.0));
    try (StudyStore store = started()) {
      store.asked(first);
      store.asked(ask);

      assertEquals(List.of(Trial.open(first), Trial.open(ask)), store.trials());
    }
  }

  @Test
  void keepsEveryFieldOfAnyOutcome() {
    List<Outcome> outcomes =
        List.of(
            new Outcome.Scored(
                ImmutableMap.of("val_loss", 0.1 + 0.2, "macs", 2.0),
                new Fidelity(3, 0.5),
                1.0 / 3,
                Optional.of(new Checkpoint("trial-0", "abc"))),
            TestTrials.scored(Map.of("val_accuracy", -Double.MIN_VALUE)),
            new Outcome.Pruned(ImmutableMap.of("val_loss", 0.5), new Fidelity(1, 3, 0.5), 2.0),
            new Outcome.Failed(FailureCause.RESOURCE, "no memory, \"none\"; é"),
            new Outcome.Failed(FailureCause.TIME, "took long"),
            new Outcome.Refused("params (23) breaks the constraint params <= 20"));
    try (StudyStore store = started()) {
      for (int number = 0; number < outcomes.size(); number++) {
        store.asked(TestTrials.ask(number));
        store.finished(number, outcomes.get(number), Optional.empty());
        assertEquals(
            TestTrials.running(number).with(outcomes.get(number)), store.trials().get(number));
      }
      Trial original = store.trials().get(0);
      store.asked(TestTrials.ask(6));
      store.finished(6, new Outcome.Shared(original), Optional.empty());

      assertEquals(TestTrials.running(6).with(new Outcome.Shared(original)), store.trials().get(6));
      assertEquals(
          List.of("macs", "params", "val_loss"),
          List.copyOf(store.trials().get(0).metrics().keySet()));
    }
  }

  @Test
  void keepsWhatTrialContinuesWhich() {
    Ask paused = TestTrials.ask(0);
    Ask on =
        new Ask(
            1,
            1,
            paused.seed(),
            new Proposal.Continue(0, new Fidelity(9, 27, 0.5)),
            paused.architecture(),
            paused.networkHash(),
            paused.recipe(),
            paused.costs());
    try (StudyStore store = started()) {
      store.asked(paused);
      store.asked(on);

      assertEquals(Trial.open(on), store.trials().get(1));
    }
  }

  @Test
  void keepsWhereSharedWeightsAre() {
    try (StudyStore store = started()) {
      assertEquals(Map.of(), store.deltas());
      store.asked(TestTrials.ask(0));
      Checkpoint delta = new Checkpoint("delta-0", "abc");
      store.finished(0, TestTrials.scored(Map.of()), Optional.of(delta));
      for (long version : new long[] {16, 32, 48}) {
        store.snapshot(version, new Checkpoint("weights-" + version, "def"));
      }

      assertEquals(Map.of(0L, delta), store.deltas());
      assertEquals(
          Map.of(
              32L, new Checkpoint("weights-32", "def"), 48L, new Checkpoint("weights-48", "def")),
          store.snapshots());
    }
  }

  @Test
  void keepsTrialsByNumberEachWithItsOutcome() {
    try (StudyStore store = started()) {
      for (long number = 0; number < 4; number++) {
        store.asked(TestTrials.ask(number));
      }
      Trial third = TestTrials.completed(2, Map.of("val_accuracy", 0.5));
      finish(store, third);
      finish(store, TestTrials.failed(0, "loss is NaN"));

      assertEquals(
          List.of(
              TestTrials.failed(0, "loss is NaN"),
              TestTrials.running(1),
              third,
              TestTrials.running(3)),
          store.trials());
    }
  }

  @Test
  void trialsAreAskedForInOrder() {
    try (StudyStore store = started()) {
      store.asked(TestTrials.ask(0));

      assertThrows(IllegalStateException.class, () -> store.asked(TestTrials.ask(0)));
      assertThrows(IllegalStateException.class, () -> store.asked(TestTrials.ask(2)));
      assertEquals(List.of(TestTrials.running(0)), store.trials());
    }
  }

  @Test
  void anOutcomeIsStoredOnceAndOnlyOfATrialThatWasAskedFor() {
    try (StudyStore store = started()) {
      Trial outcome = TestTrials.completed(0, Map.of("val_accuracy", 0.5));
      assertThrows(IllegalStateException.class, () -> finish(store, outcome));
      store.asked(TestTrials.ask(0));
      finish(store, outcome);

      assertThrows(IllegalStateException.class, () -> finish(store, TestTrials.failed(0, "again")));
      assertEquals(List.of(outcome), store.trials());
    }
  }

  @Test
  void tellsAreJournaledInOrderAndOnlyOfOutcomes() {
    try (StudyStore store = started()) {
      store.asked(TestTrials.ask(0));
      store.asked(TestTrials.ask(1));
      finish(store, TestTrials.completed(1, Map.of()));

      assertThrows(IllegalStateException.class, () -> store.told(0));
      assertThrows(IllegalStateException.class, () -> store.told(1));
      finish(store, TestTrials.completed(0, Map.of()));
      store.told(0);
      store.told(1);
      assertThrows(IllegalStateException.class, () -> store.told(1));
      assertThrows(IllegalStateException.class, () -> store.told(2));
      assertEquals(2, store.toldCount());
    }
  }

  @Test
  void keepsTheLatestReportOfEachStep() {
    try (StudyStore store = started()) {
      store.asked(TestTrials.ask(0));
      store.reported(0, 2, ImmutableMap.of("loss", 0.5, "val_accuracy", 0.25));
      store.reported(0, 1, ImmutableMap.of("loss", 0.75));
      store.reported(0, 2, ImmutableMap.of("loss", 0.625));

      assertEquals(Map.of(1, Map.of("loss", 0.75), 2, Map.of("loss", 0.625)), store.reports(0));
      assertEquals(List.of(1, 2), List.copyOf(store.reports(0).keySet()));
      assertTrue(store.reports(1).isEmpty());
    }
  }

  @Test
  void reportsAreOfOpenTrials() {
    try (StudyStore store = started()) {
      ImmutableMap<String, Double> metrics = ImmutableMap.of("loss", 0.5);
      assertThrows(IllegalStateException.class, () -> store.reported(0, 1, metrics));
      store.asked(TestTrials.ask(0));
      finish(store, TestTrials.completed(0, Map.of()));

      assertThrows(IllegalStateException.class, () -> store.reported(0, 1, metrics));
    }
  }

  @Test
  void anAskReopensAFinishedStudy() {
    try (StudyStore store = started()) {
      store.complete(EndReason.BUDGET);
      assertTrue(store.study().orElseThrow().finished());

      store.asked(TestTrials.ask(0));
      assertEquals(Optional.of(STUDY), store.study());
    }
  }

  @Test
  void notesAreKeptByKindAndInOrder() {
    try (StudyStore store = started()) {
      assertEquals(List.of(), store.notes("environment"));
      store.noted("environment", "avx2");
      store.noted("other", "line 1\nline 2");
      store.noted("environment", "avx512");
      assertEquals(List.of("avx2", "avx512"), store.notes("environment"));
      assertEquals(List.of("line 1\nline 2"), store.notes("other"));
    }
  }

  @Test
  void nothingIsAskedForBeforeTheStudyIsStarted() {
    try (StudyStore store = create()) {
      assertThrows(IllegalStateException.class, () -> store.asked(TestTrials.ask(0)));
      assertThrows(IllegalStateException.class, () -> store.noted("environment", "avx2"));
      assertThrows(IllegalStateException.class, () -> store.complete(EndReason.BUDGET));
      assertThrows(IllegalStateException.class, () -> store.budgeted(Budget.trials(1), ""));
    }
  }

  private static void finish(StudyStore store, Trial trial) {
    store.finished(trial.number(), trial.outcome().orElseThrow(), Optional.empty());
  }

  private StudyStore started() {
    StudyStore store = create();
    store.create(STUDY);
    return store;
  }
}
