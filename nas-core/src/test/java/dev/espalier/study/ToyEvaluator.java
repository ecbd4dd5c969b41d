package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.evaluate.TrialContext.Verdict;
import dev.espalier.random.Seeds;

/** Scores by width and seed, at once. */
class ToyEvaluator implements Evaluator {

  @Override
  public String id() {
    return "toy";
  }

  @Override
  public String dataFingerprint() {
    return "none";
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    return ImmutableSet.of(DeclaredMetric.maximized("val_accuracy"));
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    return this::evaluate;
  }

  Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException {
    double noise = Seeds.generator(context.seed()).nextDouble();
    double accuracy = candidate.architecture().integer("width") / 100.0 + noise / 10.0;
    Verdict verdict = context.report(1, ImmutableMap.of("val_accuracy", accuracy / 2));
    return Evaluation.of(
        verdict == Verdict.STOP ? context.fidelity().after(1) : context.fidelity(),
        ImmutableMap.of("val_accuracy", accuracy));
  }
}
