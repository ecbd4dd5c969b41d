package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.SearchData;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.EvaluatorContract;
import dev.espalier.evaluate.TestContext;
import dev.espalier.network.Dense;
import dev.espalier.network.Flatten;
import dev.espalier.network.Network;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TrainEvaluatorTest extends EvaluatorContract {
  private static final SearchData DATA =
      new SearchData(Samples.strokes(96, 1), Samples.strokes(30, 2));
  private static final TrainEvaluator EVALUATOR =
      new TrainEvaluator(DATA, Task.CLASSIFICATION, Samples.CLASSES, Engine.ONEDNN);
  private static final Candidate CANDIDATE =
      new Candidate(
          Architecture.of(ImmutableMap.of("id", "0")), Samples.convolutional(), Samples.RECIPE);
  private static final EvaluationProblem PROBLEM =
      new EvaluationProblem(
          DecisionSpace.of("one", List.of(Decision.of("id", Domain.choice("0")))),
          ImmutableList.of(Objective.maximize("val_accuracy")),
          Ladder.to(Fidelity.epochs(3)),
          1);

  private static final Network WIDER = wider();

  private static Network wider() {
    Network.Builder network = Network.builder(Samples.convolutional().inputShape());
    int flat = network.add("flat", new Flatten(), 0);
    network.add("out", Dense.of(3), flat);
    return network.build();
  }

  @Override
  protected Evaluator evaluator() {
    return EVALUATOR;
  }

  @Override
  protected EvaluationProblem problem() {
    return PROBLEM;
  }

  @Override
  protected Candidate candidate() {
    return CANDIDATE;
  }

  private static Evaluation evaluate(TestContext context) throws InterruptedException {
    try (EvaluationSession session = EVALUATOR.open(PROBLEM)) {
      return session.evaluate(CANDIDATE, context);
    }
  }

  @Test
  void aTrialIsScoredOnValidationDataByEveryMetric() throws Exception {
    TestContext context = TestContext.of(11, Fidelity.epochs(2));
    assertEquals(
        List.of(
            "val_accuracy",
            "val_balanced_accuracy",
            "val_macro_f1",
            "val_auroc",
            "val_log_loss",
            "val_loss",
            "val_accuracy_se"),
        evaluate(context).metrics().keySet().asList());
    assertEquals(List.of(1, 2), context.reported());
  }

  /** Exactly, as no layer draws dropout masks. */
  @Test
  void aPausedTrainingThatIsGoneOnWithScoresAsIfItHadNotBeenPaused() throws Exception {
    Fidelity top = Fidelity.epochs(5);
    Evaluation second = evaluate(TestContext.of(11, top.after(2)));
    Evaluation fourth = evaluate(TestContext.of(11, top.after(4)).from(second));
    TestContext last = TestContext.of(11, top).from(fourth);

    Evaluation continued = evaluate(last);

    assertEquals(evaluate(TestContext.of(11, top)).metrics(), continued.metrics());
    assertEquals(List.of(5), last.reported());
    assertNotEquals(second.metrics(), continued.metrics());
    assertNotEquals(
        evaluate(TestContext.of(11, Fidelity.epochs(2))).metrics(),
        second.metrics(),
        "the schedule is that of the whole training");
  }

  @Test
  void aStateOfAnotherNetworkIsRefused() throws Exception {
    Evaluation paused = evaluate(TestContext.of(11, Fidelity.epochs(2).after(1)));
    Candidate other = new Candidate(CANDIDATE.architecture(), WIDER, Samples.RECIPE);
    TestContext context = TestContext.of(11, Fidelity.epochs(2)).from(paused);
    try (EvaluationSession session = EVALUATOR.open(PROBLEM)) {
      assertThrows(IllegalArgumentException.class, () -> session.evaluate(other, context));
    }
  }

  /** The state of the optimizer of these weights is as large as they are. */
  @ParameterizedTest
  @EnumSource
  void aTrainingThatTakesTooMuchMemoryDoesNotBegin(Engine engine) throws Exception {
    long weights = CANDIDATE.network().cost().params() * Float.BYTES;
    assertEquals(
        "training takes %.1f MiB for its weights and their gradients; a trial may take 0.0 MiB"
            .formatted(2 * weights / 1048576.0),
        refusal(engine, 2 * weights - 1));
    assertTrue(refusal(engine, 3 * weights).contains("MiB for a step of 16 examples;"));
    assertTrue(accuracy(engine, 1 << 30) > 0);
  }

  private static String refusal(Engine engine, long bytes) {
    EvaluationException refused =
        assertThrows(EvaluationException.class, () -> accuracy(engine, bytes));
    assertEquals(FailureCause.CANDIDATE, refused.failureCause());
    return String.valueOf(refused.getMessage());
  }

  private static double accuracy(Engine engine, long bytes) throws InterruptedException {
    Evaluator limited =
        new TrainEvaluator(
            DATA, Task.CLASSIFICATION, Samples.CLASSES, engine, false, OptionalLong.of(bytes));
    try (EvaluationSession session = limited.open(PROBLEM)) {
      Double accuracy =
          session
              .evaluate(CANDIDATE, TestContext.of(11, Fidelity.epochs(1)))
              .metrics()
              .get("val_accuracy");
      return Objects.requireNonNull(accuracy);
    }
  }

  @Test
  void anInterruptedTrialEnds() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> evaluate(TestContext.of(11, Fidelity.epochs(1))));
  }

  @Test
  void theFingerprintIsThatOfTheSearchData() {
    assertEquals(DATA.fingerprint(), EVALUATOR.dataFingerprint());
  }

  @Test
  void allItCanEverSeeIsSearchData() {
    assertEquals(
        List.of(
            SearchData.class,
            Task.class,
            TargetEncoding.class,
            Engine.class,
            boolean.class,
            OptionalLong.class),
        Arrays.stream(TrainEvaluator.class.getConstructors())
            .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes()))
            .distinct()
            .toList());
  }
}
