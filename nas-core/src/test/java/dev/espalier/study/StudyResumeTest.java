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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** State comes from asks and tells alone, so a stored study goes on where it stopped. */
class StudyResumeTest extends TrialLifeContract {
  private static final ToySpace SPACE = new ToySpace(200, 2);
  private static final int TRIALS = 20;

  StudyResumeTest() {
    super(SPACE, () -> new Climber(SPACE), ToyEvaluator::new);
  }

  @Override
  protected StudySettings.Builder settings() {
    return accuracy("resumed").seed(7).lookAhead(4).trials(TRIALS);
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

  private static Study.Builder study(StudySettings settings, StudyStore store) {
    return Study.builder(settings, SPACE, new Climber(SPACE), new ToyEvaluator()).store(store);
  }

  private StudySettings settings(int trials) {
    return settings().workers(2).trials(trials).build();
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
