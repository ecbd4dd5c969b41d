package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.TrialContext;
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
  public Evaluation evaluate(Candidate candidate, TrialContext context)
      throws InterruptedException {
    double noise = Seeds.generator(context.seed()).nextDouble();
    double accuracy = candidate.architecture().integer("width") / 100.0 + noise / 10.0;
    context.report(1, ImmutableMap.of("val_accuracy", accuracy / 2));
    return new Evaluation(ImmutableMap.of("val_accuracy", accuracy), 0.0);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
