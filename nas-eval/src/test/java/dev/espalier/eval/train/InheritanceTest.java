package dev.espalier.eval.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.espalier.datasets.SearchData;
import dev.espalier.eval.lower.Engine;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.EvaluatorContract;
import dev.espalier.evaluate.TestContext;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.space.Architecture;
import dev.espalier.space.Decision;
import dev.espalier.space.DecisionSpace;
import dev.espalier.space.Domain;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Children that start from the weights of their parents; the parent of trial n is n - 1. */
final class InheritanceTest extends EvaluatorContract {
  private static final Fidelity WHOLE = Fidelity.epochs(3);
  private static final TrainEvaluator EVALUATOR =
      new TrainEvaluator(
          new SearchData(Samples.strokes(96, 1), Samples.strokes(60, 2)),
          Task.CLASSIFICATION,
          Samples.CLASSES,
          Engine.ONEDNN,
          true,
          OptionalLong.empty());
  private static final Candidate CANDIDATE =
      new Candidate(
          Architecture.of(ImmutableMap.of("id", "0")), Samples.convolutional(), Samples.RECIPE);

  @Override
  protected Evaluator evaluator() {
    return EVALUATOR;
  }

  @Override
  protected EvaluationProblem problem() {
    return new EvaluationProblem(
        DecisionSpace.of("one", List.of(Decision.of("id", Domain.choice("0")))),
        ImmutableList.of(Objective.maximize("val_accuracy")),
        Ladder.to(WHOLE),
        1);
  }

  @Override
  protected Candidate candidate() {
    return CANDIDATE;
  }

  private static Evaluation evaluate(EvaluationSession session, long version) throws Exception {
    return session.evaluate(CANDIDATE, TestContext.of(5, WHOLE).reading(version));
  }

  private static double loss(Evaluation evaluation) {
    return evaluation.metrics().getOrDefault("val_loss", Double.NaN);
  }

  private static void commit(EvaluationSession session, long number, Optional<Evaluation> found) {
    session.commit(
        Trial.failed(number, Proposal.of(CANDIDATE.architecture(), WHOLE), "only told"),
        found.flatMap(Evaluation::delta));
  }

  @Test
  void aChildGoesOnFromWhereItsParentEnded() throws Exception {
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      Evaluation parent = evaluate(session, 0);
      commit(session, 0, Optional.of(parent));
      Evaluation child = evaluate(session, 1);

      assertTrue(loss(child) < 0.8 * loss(parent), loss(parent) + " then " + loss(child));
      assertEquals(loss(parent), loss(evaluate(session, 0)));
    }
  }

  @Test
  void aParentThatFailedLeavesNothing() throws Exception {
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      commit(session, 0, Optional.empty());
      assertEquals(loss(evaluate(session, 0)), loss(evaluate(session, 1)));
    }
  }

  @Test
  void aStudyThatIsGoneOnWithInheritsTheSame() throws Exception {
    try (EvaluationSession session = EVALUATOR.open(problem());
        EvaluationSession resumed = EVALUATOR.open(problem())) {
      commit(session, 0, Optional.of(evaluate(session, 0)));
      resumed.restore(1, session.snapshot().orElseThrow());
      assertEquals(loss(evaluate(session, 1)), loss(evaluate(resumed, 1)));
      assertNotEquals(loss(evaluate(session, 0)), loss(evaluate(resumed, 1)));
    }
  }

  @Test
  void theSameNetworkIsEvaluatedAgain() {
    assertEquals(false, EVALUATOR.repeatable());
  }
}
