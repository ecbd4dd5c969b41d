package dev.espalier.eval.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import dev.espalier.datasets.SearchData;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.Samples;
import dev.espalier.eval.weights.SharedWeights;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.EvaluatorContract;
import dev.espalier.evaluate.TestContext;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.recipe.Recipe;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Weights that every trial trains on, as in ENAS. */
final class ControllerPathsTest extends EvaluatorContract {
  private static final NetworkSpace SPACE = SupernetTrainingTest.SPACE;
  private static final Fidelity WHOLE = Fidelity.epochs(3);

  private static SharedEvaluator evaluator(Recipe recipe) {
    return new SharedEvaluator(
        SPACE,
        new SearchData(Samples.strokes(48, 1), Samples.strokes(60, 2)),
        Task.CLASSIFICATION,
        Samples.CLASSES,
        Engine.ONEDNN,
        recipe,
        new OneShot(OneShot.Paths.CONTROLLER, 60, 0, 5, PathTuning.NONE));
  }

  @Override
  protected Evaluator evaluator() {
    return evaluator(Samples.RECIPE);
  }

  @Override
  protected EvaluationProblem problem() {
    return new EvaluationProblem(
        SPACE, ImmutableList.of(Objective.maximize("val_accuracy")), Ladder.to(WHOLE), 1);
  }

  @Override
  protected Candidate candidate() {
    return candidate("kernel=3;width=8");
  }

  private static Candidate candidate(String architecture) {
    Architecture parsed = Architecture.parse(architecture);
    return new Candidate(parsed, SPACE.expand(parsed), Samples.RECIPE);
  }

  private static Trial trial(long number) {
    return Trial.failed(
        number, Proposal.of(Architecture.parse("kernel=3;width=8"), WHOLE), "only told");
  }

  /** Evaluates at the newest version, and commits what came out. */
  private static double next(EvaluationSession session, long number, String architecture)
      throws Exception {
    Evaluation evaluation =
        session.evaluate(candidate(architecture), TestContext.of(number, WHOLE).reading(number));
    session.commit(trial(number), evaluation.delta());
    return evaluation.metrics().getOrDefault("val_loss", Double.NaN);
  }

  @Test
  void everyTrialTrainsWhatTheNextOnesRead() throws Exception {
    try (EvaluationSession session = evaluator().open(problem())) {
      double first = next(session, 0, "kernel=3;width=8");
      for (int number = 1; number < 12; number++) {
        next(session, number, number % 2 == 0 ? "kernel=3;width=8" : "kernel=1;width=4");
      }
      double last = next(session, 12, "kernel=3;width=8");
      assertTrue(last < 0.5 * first, first + " at first, " + last + " at last");
    }
  }

  @Test
  void aStudyThatIsGoneOnWithHasTheSameWeights() throws Exception {
    try (EvaluationSession whole = evaluator().open(problem());
        EvaluationSession resumed = evaluator().open(problem())) {
      for (int number = 0; number < 4; number++) {
        next(whole, number, "kernel=1;width=6");
      }
      resumed.restore(4, whole.snapshot().orElseThrow());
      for (int number = 4; number < 7; number++) {
        assertEquals(
            next(whole, number, "kernel=3;width=8"), next(resumed, number, "kernel=3;width=8"));
      }
    }
  }

  @Test
  void trialsSideBySideAddUp() throws Exception {
    try (EvaluationSession session = evaluator().open(problem())) {
      Evaluation one = session.evaluate(candidate("kernel=3;width=8"), TestContext.of(0, WHOLE));
      Evaluation other = session.evaluate(candidate("kernel=1;width=4"), TestContext.of(1, WHOLE));
      session.commit(trial(0), one.delta());
      session.commit(trial(1), other.delta());

      SharedWeights both = Snapshot.read(session.snapshot().orElseThrow()).weights();
      assertEquals(
          both.size(),
          SharedWeights.none()
              .plus(SharedWeights.read(one.delta().orElseThrow()))
              .plus(SharedWeights.read(other.delta().orElseThrow()))
              .size());
      assertTrue(both.block("op3/W/3x3") != null && both.block("op1/W/1x1") != null);
    }
  }

  @Test
  void aTrialThatDivergesLeavesTheWeightsAsTheyWere() throws Exception {
    Recipe wild = Samples.RECIPE.toBuilder().learningRate(1e4).build();
    try (EvaluationSession session = evaluator(wild).open(problem())) {
      byte[] before = session.snapshot().orElseThrow().read();
      assertThrows(EvaluationException.class, () -> next(session, 0, "kernel=3;width=8"));
      session.commit(trial(0), Optional.empty());
      assertEquals(
          Snapshot.read(ByteSource.wrap(before)).weights().size(),
          Snapshot.read(session.snapshot().orElseThrow()).weights().size());
    }
  }

  @Test
  void anOlderVersionIsReadAsItWas() throws Exception {
    try (EvaluationSession session = evaluator().open(problem())) {
      next(session, 0, "kernel=3;width=8");
      double then = loss(session, 1);
      next(session, 1, "kernel=3;width=8");
      assertEquals(then, loss(session, 1));
      assertNotEquals(then, loss(session, 2));
    }
  }

  private static double loss(EvaluationSession session, long version) throws Exception {
    return session
        .evaluate(candidate("kernel=3;width=8"), TestContext.of(3, WHOLE).reading(version))
        .metrics()
        .getOrDefault("val_loss", Double.NaN);
  }
}
