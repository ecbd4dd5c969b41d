package dev.espalier.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import dev.espalier.objective.StandardError;
import dev.espalier.trial.Fidelity;
import dev.espalier.trial.Proposal;
import dev.espalier.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What every evaluator keeps to. An evaluator's test inherits this class and says what there is to
 * score. The ladder of the problem has three rungs or more.
 */
public abstract class EvaluatorContract {
  private static final long SEED = 11;

  private static final Preparation UNWATCHED =
      new Preparation() {
        @Override
        public void keep(ByteSource state) {}

        @Override
        public void progress(long done, long all, double loss) {}

        @Override
        public void prepared(String summary) {}

        @Override
        public void checkStop() {}
      };

  /** The evaluator. */
  protected abstract Evaluator evaluator();

  /** What it is opened for. */
  protected abstract EvaluationProblem problem();

  /** Something of the problem's space. */
  protected abstract Candidate candidate();

  @Test
  void idAndFingerprintStayTheSame() {
    assertTrue(evaluator().id().matches("[a-z0-9_:.-]+"), evaluator().id());
    assertEquals(evaluator().id(), evaluator().id());
    assertEquals(evaluator().dataFingerprint(), evaluator().dataFingerprint());
  }

  @Test
  void measuresWhatItDeclaresAndNothingElseButStandardErrors() throws Exception {
    try (EvaluationSession session = open()) {
      Evaluation evaluation = session.evaluate(candidate(), context());
      Set<String> declared =
          evaluator().metrics().stream().map(DeclaredMetric::id).collect(Collectors.toSet());
      assertFalse(declared.isEmpty());
      assertTrue(
          evaluation.metrics().keySet().containsAll(declared), evaluation.metrics().toString());
      for (String id : evaluation.metrics().keySet()) {
        assertTrue(declared.contains(id) || StandardError.isId(id, declared), id);
      }
    }
  }

  @Test
  void getsAsFarAsItIsAsked() throws Exception {
    try (EvaluationSession session = open()) {
      Fidelity top = problem().ladder().top();
      assertEquals(top, session.evaluate(candidate(), context()).reached());
      Fidelity first = top.after(1);
      assertEquals(first, session.evaluate(candidate(), TestContext.of(SEED, first)).reached());
    }
  }

  @Test
  void equalArgumentsGiveEqualMetricsInAnySessionAndOnAnyThread() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (EvaluationSession one = open();
        EvaluationSession other = open()) {
      ImmutableMap<String, Double> expected = one.evaluate(candidate(), context()).metrics();
      List<Future<Evaluation>> same = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        same.add(pool.submit(() -> other.evaluate(candidate(), context())));
      }
      for (Future<Evaluation> each : same) {
        assertEquals(expected, each.get().metrics());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void stopsWhereAReportSaysSo() throws Exception {
    try (EvaluationSession session = open()) {
      TestContext context = context().stoppedAt(1);
      Evaluation evaluation = session.evaluate(candidate(), context);
      if (context.reported().isEmpty()) {
        assertEquals(context.fidelity(), evaluation.reached(), "it never asked");
      } else {
        assertEquals(List.of(1), context.reported());
        assertTrue(context.fidelity().goesBeyond(evaluation.reached()));
      }
    }
  }

  @Test
  void goesOnFromWhereItStoppedAsOftenAsOneLikes() throws Exception {
    try (EvaluationSession session = open()) {
      Fidelity top = problem().ladder().top();
      Evaluation paused =
          session.evaluate(candidate(), TestContext.of(SEED, top.after(top.epochs() - 1)));
      if (paused.state().isPresent()) {
        Evaluation on = session.evaluate(candidate(), context().from(paused));
        assertEquals(top, on.reached());
        assertEquals(on.metrics(), session.evaluate(candidate(), context().from(paused)).metrics());
      }
      assertEquals(Optional.empty(), session.evaluate(candidate(), context()).state());
    }
  }

  @Test
  void anEvaluationReadsItsVersionWhateverIsCommittedSince() throws Exception {
    Trial trial =
        Trial.failed(0, Proposal.of(candidate().architecture(), context().fidelity()), "");
    try (EvaluationSession session = open();
        EvaluationSession resumed = evaluator().open(problem())) {
      Evaluation before = session.evaluate(candidate(), context());
      session.commit(trial, before.delta());
      assertEquals(before.metrics(), session.evaluate(candidate(), context()).metrics());

      session.snapshot().ifPresent(weights -> resumed.restore(1, weights));
      resumed.prepare(UNWATCHED);
      assertEquals(
          session.evaluate(candidate(), context().reading(1)).metrics(),
          session.snapshot().isPresent()
              ? resumed.evaluate(candidate(), context().reading(1)).metrics()
              : before.metrics());
    }
  }

  /** Ready to evaluate. */
  private EvaluationSession open() throws InterruptedException {
    EvaluationSession session = evaluator().open(problem());
    session.prepare(UNWATCHED);
    return session;
  }

  private TestContext context() {
    return TestContext.of(SEED, problem().ladder().top());
  }
}
