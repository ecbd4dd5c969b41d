package dev.espalier.search.examples;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.espalier.evaluate.DeclaredMetric;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationProblem;
import dev.espalier.evaluate.EvaluationSession;
import dev.espalier.evaluate.Evaluator;

/** Adds to the loss that another evaluator finds a price for each parameter. */
public record PenalizedLoss(Evaluator other, double price) implements Evaluator {
  @Override
  public String id() {
    return "penalized:%s:%s".formatted(price, other.id());
  }

  @Override
  public String dataFingerprint() {
    return other.dataFingerprint();
  }

  @Override
  public ImmutableSet<DeclaredMetric> metrics() {
    return other.metrics();
  }

  @Override
  public EvaluationSession open(EvaluationProblem problem) {
    EvaluationSession session = other.open(problem);
    return (candidate, context) -> {
      Evaluation found = session.evaluate(candidate, context);
      double penalty = price * candidate.network().cost().params();
      ImmutableMap.Builder<String, Double> metrics = ImmutableMap.builder();
      found.metrics().forEach((id, x) -> metrics.put(id, id.equals("val_loss") ? x + penalty : x));
      return Evaluation.of(found.reached(), metrics.buildOrThrow()).withSeconds(found.seconds());
    };
  }
}
