package dev.espalier.search.examples;

import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;

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
  public Evaluation evaluate(Candidate candidate, TrialContext context)
      throws InterruptedException {
    Evaluation found = other.evaluate(candidate, context);
    double penalty = price * candidate.network().cost().params();
    ImmutableMap.Builder<String, Double> metrics = ImmutableMap.builder();
    found.metrics().forEach((id, x) -> metrics.put(id, id.equals("val_loss") ? x + penalty : x));
    return new Evaluation(metrics.buildOrThrow(), found.trainSeconds());
  }

  @Override
  public void close() {
    other.close();
  }
}
