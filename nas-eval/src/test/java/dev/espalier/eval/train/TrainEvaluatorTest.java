package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.SearchData;
import dev.espalier.datasets.prepare.TargetEncoding;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.objective.Task;
import dev.espalier.space.Architecture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrainEvaluatorTest {
  private static final SearchData DATA =
      new SearchData(Samples.strokes(96, 1), Samples.strokes(30, 2));
  private static final TrainEvaluator EVALUATOR =
      new TrainEvaluator(
          DATA, Task.CLASSIFICATION, Samples.CLASSES, Engine.ONEDNN, Set.of("val_accuracy"), 1);
  private static final Candidate CANDIDATE =
      new Candidate(
          Architecture.of(ImmutableMap.of("id", "0")), Samples.convolutional(), Samples.RECIPE);

  @Test
  void aTrialIsScoredOnValidationDataByEveryMetric() throws Exception {
    Context context = new Context(2, Duration.ofHours(1), 9);
    Evaluation evaluation = EVALUATOR.evaluate(CANDIDATE, context);
    assertEquals(
        List.of(
            "val_accuracy",
            "val_balanced_accuracy",
            "val_macro_f1",
            "val_auroc",
            "val_log_loss",
            "val_loss",
            "val_accuracy_se"),
        evaluation.metrics().keySet().asList());
    assertEquals(List.of(1, 2), context.reported);
  }

  @Test
  void equalSeedsScoreTheSame() throws Exception {
    assertEquals(
        EVALUATOR.evaluate(CANDIDATE, new Context(1, Duration.ofHours(1), 9)).metrics(),
        EVALUATOR.evaluate(CANDIDATE, new Context(1, Duration.ofHours(1), 9)).metrics());
  }

  @Test
  void allTrialsOfAFidelitySeeTheSameShare() {
    Fidelity tenth = new Fidelity(1, 0.1);
    assertEquals(9, EVALUATOR.train(tenth).size());
    assertSame(EVALUATOR.train(tenth), EVALUATOR.train(new Fidelity(3, 0.1)));
    assertEquals(96, EVALUATOR.train(Fidelity.epochs(1)).size());
  }

  @Test
  void aReportThatSaysStopEndsTrainingAndIsStillScored() throws Exception {
    Context context = new Context(5, Duration.ofHours(1), 1);
    assertTrue(EVALUATOR.evaluate(CANDIDATE, context).metrics().containsKey("val_accuracy"));
    assertEquals(List.of(1), context.reported);
  }

  @Test
  void aTrialPastItsLimitTimesOut() {
    Context context = new Context(1, Duration.ZERO, 9);
    var thrown =
        assertThrows(EvaluationException.class, () -> EVALUATOR.evaluate(CANDIDATE, context));
    assertEquals("time-out after 0.0 s", thrown.getMessage());
  }

  @Test
  void anInterruptedTrialEnds() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () -> EVALUATOR.evaluate(CANDIDATE, new Context(1, Duration.ofHours(1), 9)));
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
            Set.class,
            long.class),
        Arrays.stream(TrainEvaluator.class.getConstructors())
            .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes()))
            .toList());
  }

  private static final class Context implements TrialContext {
    private final List<Integer> reported = new ArrayList<>();
    private final int epochs;
    private final Duration timeLimit;
    private final int lastEpoch;

    Context(int epochs, Duration timeLimit, int lastEpoch) {
      this.epochs = epochs;
      this.timeLimit = timeLimit;
      this.lastEpoch = lastEpoch;
    }

    @Override
    public long seed() {
      return 11;
    }

    @Override
    public Fidelity fidelity() {
      return Fidelity.epochs(epochs);
    }

    @Override
    public Duration timeLimit() {
      return timeLimit;
    }

    @Override
    public boolean report(int step, ImmutableMap<String, Double> metrics) {
      reported.add(step);
      assertTrue(metrics.containsKey("train_loss"));
      return step < lastEpoch;
    }
  }
}
