package dev.espalier.eval.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import dev.espalier.datasets.SearchData;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.train.Samples;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.EvaluatorContract;
import dev.espalier.evaluate.Preparation;
import dev.espalier.evaluate.TestContext;
import dev.espalier.objective.Objective;
import dev.espalier.objective.Task;
import dev.espalier.space.Architecture;
import dev.espalier.space.NetworkSpace;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Ladder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedEvaluatorTest extends EvaluatorContract {
  private static final NetworkSpace SPACE = SupernetTrainingTest.SPACE;
  private static final SharedEvaluator EVALUATOR =
      new SharedEvaluator(
          SPACE,
          new SearchData(Samples.strokes(96, 1), Samples.strokes(60, 2)),
          Task.CLASSIFICATION,
          Samples.CLASSES,
          Engine.ONEDNN,
          Samples.RECIPE,
          OneShot.of(OneShot.Paths.UNIFORM, 40));

  @Override
  protected Evaluator evaluator() {
    return EVALUATOR;
  }

  @Override
  protected EvaluationProblem problem() {
    return new EvaluationProblem(
        SPACE,
        ImmutableList.of(Objective.maximize("val_accuracy")),
        Ladder.to(Fidelity.epochs(3)),
        1);
  }

  @Override
  protected Candidate candidate() {
    return candidate("kernel=3;width=8");
  }

  private static Candidate candidate(String architecture) {
    Architecture parsed = Architecture.parse(architecture);
    return new Candidate(parsed, SPACE.expand(parsed), Samples.RECIPE);
  }

  /** Notes what is kept, and stops at a step. */
  private static final class Watched implements Preparation {
    private final long stopAt;
    private final List<ByteSource> kept = new ArrayList<>();
    private final List<String> summaries = new ArrayList<>();
    private long done;

    Watched(long stopAt) {
      this.stopAt = stopAt;
    }

    @Override
    public void keep(ByteSource state) {
      kept.add(state);
    }

    @Override
    public void progress(long steps, long all, double loss) {
      assertEquals(done + 1, steps);
      assertTrue(steps <= all && loss > 0.0);
      done = steps;
    }

    @Override
    public void prepared(String summary) {
      summaries.add(summary);
    }

    @Override
    public void checkStop() throws InterruptedException {
      if (done == stopAt) {
        throw new InterruptedException();
      }
    }
  }

  private static double accuracy(EvaluationSession session, String architecture) throws Exception {
    return session
        .evaluate(candidate(architecture), TestContext.of(4, Fidelity.epochs(3)))
        .metrics()
        .getOrDefault("val_accuracy", 0.0);
  }

  @Test
  void learnsOnceWhatAllNetworksAreScoredBy() throws Exception {
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      Watched watched = new Watched(-1);
      session.prepare(watched);

      assertEquals(1, watched.summaries.size());
      assertTrue(
          watched.summaries.get(0).matches("shared weights: 7\\d\\d parameters in \\d+ blocks, .*"),
          watched.summaries::toString);
      assertTrue(accuracy(session, "kernel=3;width=8") > 0.9);
      assertTrue(accuracy(session, "kernel=1;width=4") > 0.6);
    }
  }

  @Test
  void isNotTrainedAgainOnceItIsTrained() throws Exception {
    Watched first = new Watched(-1);
    double accuracy;
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      session.prepare(first);
      accuracy = accuracy(session, "kernel=1;width=6");
    }
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      session.restore(0, first.kept.get(first.kept.size() - 1));
      Watched second = new Watched(0);
      session.prepare(second);
      assertEquals(0, second.done);
      assertEquals(accuracy, accuracy(session, "kernel=1;width=6"));
    }
  }

  @Test
  void stopsWhenItIsAskedTo() {
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      Watched watched = new Watched(3);
      assertThrows(InterruptedException.class, () -> session.prepare(watched));
      assertEquals(3, watched.done);
    }
  }

  @Test
  void aNetworkThatSharesNothingIsNoCandidate() {
    try (EvaluationSession session = EVALUATOR.open(problem())) {
      EvaluationException failure =
          assertThrows(EvaluationException.class, () -> accuracy(session, "kernel=1;width=6"));
      assertTrue(failure.toString().contains("no weight of"), failure.toString());
    }
  }
}
