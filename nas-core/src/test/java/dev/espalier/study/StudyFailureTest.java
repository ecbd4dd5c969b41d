package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.network.Network;
import dev.espalier.network.NetworkException;
import dev.espalier.objective.Constraint;
import dev.espalier.objective.Objective;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.strategy.SearchStrategy;
import dev.espalier.trial.EndReason;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Outcome;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A bad candidate is a result. */
class StudyFailureTest {
  private static final String ANY = "width=1;depth=1;label=1";
  private static final ToySpace SPACE = new ToySpace(16, 3);
  private static final List<Objective> ACCURACY = List.of(Objective.maximize("val_accuracy"));

  @Test
  void aDuplicateOfAFailedTrialFailsForTheSameReason() {
    StudyResult result =
        run(
            settings().maxFailedTrials(1).build(),
            Scripted.of(
                "width=1;depth=1;label=1", "width=1;depth=1;label=2", "width=1;depth=1;label=3"),
            new FailingEvaluator(new EvaluationException("loss is NaN at step 12"), 99));

    assertEquals("loss is NaN at step 12", result.trials().get(0).reason());
    assertEquals(TrialState.DUPLICATE, result.trials().get(2).state());
    assertEquals(
        "duplicate of failed trial 0: loss is NaN at step 12", result.trials().get(2).reason());
    assertFalse(result.trials().get(2).scored());
    assertEquals(EndReason.EXHAUSTED, result.ended());
  }

  @Test
  void anArchitectureThatBreaksACostConstraintFailsUntrained() {
    StudyResult result =
        run(
            settings().constraints(List.of(Constraint.atMost("params", 20))).build(),
            Scripted.of("width=3;depth=1;label=1"),
            new FailingEvaluator(new AssertionError("evaluated"), 99));

    assertEquals("params (23) breaks the constraint params <= 20", result.trials().get(0).reason());
    assertEquals(23, result.trials().get(0).metric("params"));
  }

  @Test
  void anArchitectureWithoutANetworkFailsWithItsReason() {
    NetworkSpace none =
        expanding(
            architecture -> {
              throw new NetworkException("the pooling window (5) does not fit");
            });
    Trial trial = run(settings().build(), none, Scripted.of(ANY), new ToyEvaluator());

    assertEquals(TrialState.FAILED, trial.state());
    assertEquals("", trial.canonicalHash());
    assertEquals("NetworkException: the pooling window (5) does not fit", trial.reason());
    assertInstanceOf(Outcome.Refused.class, trial.outcome().orElseThrow());
  }

  @Test
  void aMistakeOfTheProgramWhileExpandingEndsTheStudy() {
    NetworkSpace faulty =
        expanding(
            architecture -> {
              throw new NullPointerException("a bug of ours");
            });

    assertThrows(
        NullPointerException.class,
        () -> run(settings().build(), faulty, Scripted.of(ANY), new ToyEvaluator()));
  }

  private static NetworkSpace expanding(Function<Architecture, Network> networks) {
    return NetworkSpace.of("faulty", SPACE.decisions(), networks);
  }

  private static Trial run(
      StudySettings settings, NetworkSpace space, SearchStrategy strategy, ToyEvaluator evaluator) {
    return Study.builder(settings, space, strategy, evaluator).build().run().trials().get(0);
  }

  @Test
  void exceptionsAndOutOfMemoryBecomeFailedTrialsWithOneLine() {
    assertEquals(
        "IllegalStateException: shapes do not fit",
        failure(new IllegalStateException("shapes\n  do not fit\n")));
    assertEquals(
        "out of memory: Java heap space", failure(new OutOfMemoryError("Java heap space")));
    assertEquals("NullPointerException:", failure(new NullPointerException()));
  }

  @Test
  void anErrorOfTheProgramEndsTheStudy() {
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class, () -> failure(new NoClassDefFoundError("org/Missing")));
    assertEquals("trial 0: NoClassDefFoundError: org/Missing", error.getMessage());
  }

  @Test
  void aMetricThatIsNotMeasuredFailsTheTrial() {
    StudyResult result =
        run(
            settings().objectives(List.of(Objective.maximize("val_auroc"))).build(),
            Scripted.of("width=1;depth=1;label=1"));

    assertEquals(
        "the evaluation gave no val_auroc, only [val_accuracy]", result.trials().get(0).reason());
  }

  @Test
  void endsWhenMoreTrialsFailedThanMay() {
    StudyResult result =
        run(
            settings().lookAhead(1).trials(20).maxFailedTrials(2).build(),
            new Sampler(new ToySpace(1000, 1)),
            new FailingEvaluator(new EvaluationException("loss is NaN"), 99));

    assertEquals(EndReason.FAILURES, result.ended());
    assertEquals(3, result.trials().size());
  }

  @Test
  void aFailureThatMayPassIsTriedAgain() {
    StudySettings settings = settings().trials(1).retries(2).build();
    Trial passed =
        run(
                settings,
                Scripted.of("width=3;depth=1;label=1"),
                new FailingEvaluator(new OutOfMemoryError(), 2))
            .trials()
            .get(0);
    Trial failed =
        run(
                settings,
                Scripted.of("width=3;depth=1;label=1"),
                new FailingEvaluator(new OutOfMemoryError(), 3))
            .trials()
            .get(0);
    Trial candidatesFault =
        run(
                settings,
                Scripted.of("width=3;depth=1;label=1"),
                new FailingEvaluator(new EvaluationException("loss is NaN"), 1))
            .trials()
            .get(0);

    Trial noMemory =
        run(
                settings,
                Scripted.of("width=3;depth=1;label=1"),
                new FailingEvaluator(
                    new EvaluationException(
                        FailureCause.RESOURCE, "out of native memory", new IllegalStateException()),
                    2))
            .trials()
            .get(0);

    assertEquals(TrialState.COMPLETED, passed.state());
    assertEquals(TrialState.COMPLETED, noMemory.state());
    assertEquals(FailureCause.RESOURCE, cause(failed));
    assertEquals(FailureCause.CANDIDATE, cause(candidatesFault));
  }

  @Test
  void aTrialThatTakesTooLongFails() {
    AtomicInteger attempts = new AtomicInteger();
    ToyEvaluator endless =
        new ToyEvaluator() {
          @Override
          Evaluation evaluate(Candidate candidate, TrialContext context)
              throws InterruptedException {
            attempts.incrementAndGet();
            new CountDownLatch(1).await();
            throw new AssertionError("nobody came");
          }
        };
    StudyResult result =
        run(
            settings().retries(2).trialTimeLimit(Duration.ofMillis(20)).build(),
            Scripted.of("width=1;depth=1;label=1"),
            endless);

    assertEquals("time-out: took longer than 0.02 s", result.trials().get(0).reason());
    assertEquals(FailureCause.TIME, cause(result.trials().get(0)));
    assertEquals(3, attempts.get(), "time may pass, as another process may have had it");
  }

  private static FailureCause cause(Trial trial) {
    return ((Outcome.Failed) trial.outcome().orElseThrow()).cause();
  }

  private static String failure(Throwable failure) {
    return run(
            settings().trials(1).build(),
            Scripted.of("width=1;depth=1;label=1"),
            new FailingEvaluator(failure, 99))
        .trials()
        .get(0)
        .reason();
  }

  private static StudySettings.Builder settings() {
    return StudySettings.builder("toy").seed(3).objectives(ACCURACY);
  }

  private static StudyResult run(StudySettings settings, SearchStrategy strategy) {
    return run(settings, strategy, new ToyEvaluator());
  }

  private static StudyResult run(
      StudySettings settings, SearchStrategy strategy, ToyEvaluator evaluator) {
    return Study.builder(settings, SPACE, strategy, evaluator).build().run();
  }
}
