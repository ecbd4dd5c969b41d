package dev.espalier.study;

import com.google.common.base.Throwables;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.TrialContext;

/** Throws so many times, then scores. */
final class FailingEvaluator extends ToyEvaluator {
  private final Throwable failure;
  private int times;

  FailingEvaluator(Throwable failure, int times) {
    this.failure = failure;
    this.times = times;
  }

  @Override
  Evaluation evaluate(Candidate candidate, TrialContext context) throws InterruptedException {
    if (times > 0) {
      times--;
      Throwables.throwIfUnchecked(failure);
    }
    return super.evaluate(candidate, context);
  }
}
