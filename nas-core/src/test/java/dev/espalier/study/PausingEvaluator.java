package dev.espalier.study;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteSource;
import com.google.common.primitives.Longs;
import dev.espalier.evaluate.Candidate;
import dev.espalier.evaluate.Evaluation;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.random.Seeds;
import dev.espalier.trial.Fidelity;
import java.io.IOException;
import java.util.Map;

/**
 * Adds up a number an epoch, from scratch or from where it stopped: the sum is the same, whether it
 * was paused or not. Fails now and then.
 */
public final class PausingEvaluator extends ToyEvaluator {
  @Override
  Evaluation evaluate(Candidate candidate, TrialContext context) {
    long sum = context.paused().map(paused -> number(paused.state())).orElse(0L);
    Fidelity reached = context.fidelity();
    for (int epoch = context.paused().map(paused -> paused.reached().epochs()).orElse(0) + 1;
        epoch <= context.fidelity().epochs();
        epoch++) {
      sum += Seeds.generator(context.seed(), "epoch", epoch).nextInt(1_000);
      if (Math.floorMod(context.seed() + epoch, 23) == 0) {
        throw new EvaluationException("loss is NaN");
      }
      if (context.report(epoch, ImmutableMap.of("sum", (double) sum))
          == TrialContext.Verdict.STOP) {
        reached = context.fidelity().after(epoch);
        break;
      }
    }
    Evaluation evaluation =
        Evaluation.of(reached, Map.of("val_accuracy", sum / (1_000.0 * reached.epochs())));
    return reached.whole()
        ? evaluation
        : evaluation.withState(ByteSource.wrap(Longs.toByteArray(sum)));
  }

  private static long number(ByteSource bytes) {
    try {
      return Longs.fromByteArray(bytes.read());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
