package dev.espalier.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.trial.TestTrials;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every store keeps to. A store's test inherits this class and makes an empty store. */
public abstract class StudyStoreContract {
  protected static final StudyRecord STUDY =
      new StudyRecord("digits", Long.MIN_VALUE, "apiVersion: nas/v1\n# é\n", "abc", false);

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
  void keepsEveryFieldOfATrial() {
    Trial running =
        new Trial(
            0,
            TrialState.RUNNING,
            Long.MIN_VALUE,
            TestTrials.running(0).architecture(),
            "hash",
            "recipe",
            TestTrials.running(0).fidelity(),
            OptionalLong.of(7),
            ImmutableList.of(3L, 5L),
            ImmutableMap.of("macs", 1e15, "params", 3.0),
            0.0,
            OptionalLong.of(2),
            "");
    Trial finished =
        running.finished(
            TrialState.PRUNED,
            ImmutableMap.of("val_loss", 0.1 + 0.2, "val_accuracy", -Double.MIN_VALUE),
            1.0 / 3,
            "stopped, \"early\"; é");
    try (StudyStore store = started()) {
      store.asked(running);
      assertEquals(List.of(running), store.trials());
      store.finished(finished);
      assertEquals(List.of(finished), store.trials());
      assertEquals(
          List.copyOf(finished.metrics().keySet()),
          List.copyOf(store.trials().get(0).metrics().keySet()));
    }
  }

  @Test
  void keepsTrialsByNumberEachInItsLatestState() {
    try (StudyStore store = started()) {
      for (long number = 0; number < 4; number++) {
        store.asked(TestTrials.running(number));
      }
      Trial third = TestTrials.completed(2, Map.of("val_accuracy", 0.5));
      store.finished(third);
      store.finished(TestTrials.failed(0, "loss is NaN"));

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
      store.asked(TestTrials.running(0));

      assertThrows(IllegalStateException.class, () -> store.asked(TestTrials.running(0)));
      assertThrows(IllegalStateException.class, () -> store.asked(TestTrials.running(2)));
      assertThrows(
          IllegalStateException.class, () -> store.asked(TestTrials.completed(1, Map.of())));
      assertEquals(List.of(TestTrials.running(0)), store.trials());
    }
  }

  @Test
  void anOutcomeIsStoredOnceAndOnlyOfATrialThatWasAskedFor() {
    try (StudyStore store = started()) {
      Trial outcome = TestTrials.completed(0, Map.of("val_accuracy", 0.5));
      assertThrows(IllegalStateException.class, () -> store.finished(outcome));
      store.asked(TestTrials.running(0));
      assertThrows(IllegalStateException.class, () -> store.finished(TestTrials.running(0)));
      store.finished(outcome);

      assertThrows(
          IllegalStateException.class, () -> store.finished(TestTrials.failed(0, "again")));
      assertEquals(List.of(outcome), store.trials());
    }
  }

  @Test
  void anInterruptedTrialMayFinishLater() {
    try (StudyStore store = started()) {
      Trial running = TestTrials.running(0);
      Trial outcome = TestTrials.completed(0, Map.of("val_accuracy", 0.5));
      store.asked(running);
      store.finished(running.finished(TrialState.INTERRUPTED, ImmutableMap.of(), 0.0, ""));
      assertThrows(IllegalStateException.class, () -> store.told(0));
      store.finished(outcome);

      assertEquals(List.of(outcome), store.trials());
    }
  }

  @Test
  void tellsAreJournaledInOrderAndOnlyOfOutcomes() {
    try (StudyStore store = started()) {
      store.asked(TestTrials.running(0));
      store.asked(TestTrials.running(1));
      store.finished(TestTrials.completed(1, Map.of()));

      assertThrows(IllegalStateException.class, () -> store.told(0));
      assertThrows(IllegalStateException.class, () -> store.told(1));
      store.finished(TestTrials.completed(0, Map.of()));
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
      store.asked(TestTrials.running(0));
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
      store.asked(TestTrials.running(0));
      store.finished(TestTrials.completed(0, Map.of()));

      assertThrows(IllegalStateException.class, () -> store.reported(0, 1, metrics));
    }
  }

  @Test
  void anAskReopensAFinishedStudy() {
    try (StudyStore store = started()) {
      store.complete();
      assertEquals(Optional.of(STUDY.withFinished(true)), store.study());

      store.asked(TestTrials.running(0));
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
      assertThrows(IllegalStateException.class, () -> store.asked(TestTrials.running(0)));
      assertThrows(IllegalStateException.class, () -> store.noted("environment", "avx2"));
      assertThrows(IllegalStateException.class, store::complete);
    }
  }

  private StudyStore started() {
    StudyStore store = create();
    store.create(STUDY);
    return store;
  }
}
