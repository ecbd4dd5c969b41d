package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Objective;
import dev.espalier.store.InMemoryStudyStore;
import dev.espalier.store.StudyStore;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** State comes from asks and tells alone, so a stored study goes on where it stopped. */
class StudyResumeTest {
  private static final ToySpace SPACE = new ToySpace(200, 2);
  private static final int TRIALS = 20;

  @Test
  void aStudyStoppedAfterAnyTellEndsAsIfItHadNotBeen() {
    StudyResult expected = study(settings(TRIALS), new InMemoryStudyStore()).build().run();
    for (int stopAfter = 0; stopAfter < expected.trials().size(); stopAfter++) {
      StudyStore store = new InMemoryStudyStore();
      runUntilTold(stopAfter, store);

      Climber climber = new Climber(SPACE);
      StudyResult resumed =
          Study.builder(settings(TRIALS), SPACE, climber, new ToyEvaluator())
              .store(store)
              .build()
              .run();

      assertEquals(expected.trials(), resumed.trials());
      assertEquals(expected.trials(), store.trials());
      assertEquals(expected.trials(), climber.heard);
      assertEquals(expected.trials().size(), store.toldCount());
      assertTrue(store.study().orElseThrow().finished());
    }
  }

  @Test
  void storedOutcomesAreNotEvaluatedAgain() {
    StudyStore store = new InMemoryStudyStore();
    StudyResult first = study(settings(TRIALS), store).build().run();
    List<Trial> replayed = new ArrayList<>();

    StudyResult second =
        Study.builder(settings(TRIALS), SPACE, new Climber(SPACE), new NeverEvaluator())
            .store(store)
            .listener(
                new StudyListener() {
                  @Override
                  public void replayed(Trial trial) {
                    replayed.add(trial);
                  }
                })
            .build()
            .run();

    assertEquals(first.trials(), second.trials());
    assertEquals(first.trials(), replayed);
  }

  @Test
  void aLargerBudgetExtendsAFinishedStudy() {
    StudyStore store = new InMemoryStudyStore();
    study(settings(TRIALS / 2), store).build().run();
    StudyResult extended = study(settings(TRIALS), store).build().run();

    assertEquals(
        study(settings(TRIALS), new InMemoryStudyStore()).build().run().trials(),
        extended.trials());
  }

  @Test
  void stoppingCutsOpenTrialsOff() throws Exception {
    StudyStore store = new InMemoryStudyStore();
    BlockedEvaluator evaluator = new BlockedEvaluator(2);
    Study study =
        Study.builder(settings(TRIALS), SPACE, new Sampler(SPACE), evaluator).store(store).build();
    FutureTask<StudyResult> result = new FutureTask<>(study::run);
    new Thread(result).start();
    evaluator.entered.await();
    study.stop();

    assertEquals(EndReason.INTERRUPTED, result.get().ended());
    assertEquals(store.trials(), result.get().trials());
    assertTrue(store.trials().stream().anyMatch(Trial::isOpen));
    assertFalse(store.study().orElseThrow().finished());
  }

  @Test
  void interruptingTheThreadStopsAndKeepsTheFlag() throws Exception {
    BlockedEvaluator evaluator = new BlockedEvaluator(2);
    Study study = Study.builder(settings(TRIALS), SPACE, new Sampler(SPACE), evaluator).build();
    AtomicBoolean flag = new AtomicBoolean();
    FutureTask<StudyResult> result =
        new FutureTask<>(
            () -> {
              StudyResult ended = study.run();
              flag.set(Thread.interrupted());
              return ended;
            });
    Thread thread = new Thread(result);
    thread.start();
    evaluator.entered.await();
    thread.interrupt();

    assertEquals(EndReason.INTERRUPTED, result.get().ended());
    assertTrue(flag.get());
  }

  @Test
  void aStudyStoppedWhileReplayingKeepsWhatTheStoreHolds() {
    StudyStore store = new InMemoryStudyStore();
    ImmutableList<Trial> trials = study(settings(TRIALS), store).build().run().trials();
    Study again = study(settings(TRIALS), store).build();
    again.stop();

    StudyResult result = again.run();

    assertEquals(EndReason.INTERRUPTED, result.ended());
    assertEquals(trials, result.trials());
    assertEquals(trials, store.trials());
  }

  @Test
  void aStrategyThatProposesOtherwiseIsFoundOut() {
    StudyStore store = new InMemoryStudyStore();
    study(settings(TRIALS), store).build().run();

    ReplayException error =
        assertThrows(
            ReplayException.class,
            () ->
                Study.builder(settings(TRIALS), SPACE, new Sampler(SPACE), new ToyEvaluator())
                    .store(store)
                    .build()
                    .run());
    assertTrue(
        String.valueOf(error.getMessage()).matches("trial \\d+: architecture comes out as .*"),
        error.getMessage());
  }

  @Test
  void aStoreOfAnotherStudyIsRefused() {
    StudyStore store = new InMemoryStudyStore();
    study(settings(TRIALS), store).build().run();
    StudySettings other =
        StudySettings.builder("other")
            .seed(8)
            .objectives(List.of(Objective.maximize("val_accuracy")))
            .build();

    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> study(other, store).build().run());
    assertTrue(
        String.valueOf(error.getMessage()).contains("holds study 'resumed' (seed 7"),
        error.getMessage());
  }

  /** Stops a study from its own thread, right after a tell. */
  private static void runUntilTold(int number, StudyStore store) {
    Stopper stopper = new Stopper(number);
    Study study = study(settings(TRIALS), store).listener(stopper).build();
    stopper.study = study;
    study.run();
  }

  private static Study.Builder study(StudySettings settings, StudyStore store) {
    return Study.builder(settings, SPACE, new Climber(SPACE), new ToyEvaluator()).store(store);
  }

  private static StudySettings settings(int trials) {
    return StudySettings.builder("resumed")
        .seed(7)
        .lookAhead(4)
        .workers(2)
        .trials(trials)
        .objectives(List.of(Objective.maximize("val_accuracy")))
        .build();
  }

  /** Stops the study when a trial was told. */
  private static final class Stopper implements StudyListener {
    private final long last;
    private @Nullable Study study;

    Stopper(long last) {
      this.last = last;
    }

    @Override
    public void told(Trial trial) {
      if (trial.number() == last && study != null) {
        study.stop();
      }
    }
  }

  private static final class NeverEvaluator extends ToyEvaluator {
    @Override
    Evaluation evaluate(Candidate candidate, TrialContext context) {
      throw new AssertionError("evaluated " + candidate.architecture());
    }
  }

  /** Scores so many candidates, and keeps the others until it is interrupted. */
  private static final class BlockedEvaluator extends ToyEvaluator {
    final CountDownLatch entered = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final int limit;

    BlockedEvaluator(int limit) {
      this.limit = limit;
    }

    @Override
    Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException {
      if (begun.incrementAndGet() > limit) {
        entered.countDown();
        new CountDownLatch(1).await();
      }
      return super.evaluate(candidate, context);
    }
  }
}
