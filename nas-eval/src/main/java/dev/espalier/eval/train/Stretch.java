package dev.espalier.eval.train;

import com.google.common.io.ByteSource;
import dev.espalier.evaluate.TrialContext;
import dev.espalier.trial.Fidelity;
import java.util.Optional;

/**
 * Part of a training, from one epoch to another.
 *
 * @param from epochs that are behind it, from 0
 * @param to epochs that are behind it afterwards, more than {@code from}
 * @param of epochs of the whole training, for which the schedule is laid out; at least {@code to}
 * @param state what it goes on from; empty exactly if {@code from} is 0
 */
record Stretch(int from, int to, int of, Optional<ByteSource> state) {
  Stretch {
    if (to < 1) {
      throw new IllegalArgumentException("epochs (%s) must be at least 1".formatted(to));
    }
    if (from < 0 || from >= to || to > of || state.isPresent() != from > 0) {
      throw new IllegalArgumentException(
          "a training of %s epochs has no stretch from %s to %s".formatted(of, from, to));
    }
  }

  /** A whole training. */
  static Stretch whole(int epochs) {
    return new Stretch(0, epochs, epochs, Optional.empty());
  }

  /** What a trial is asked for. */
  static Stretch of(TrialContext context) {
    Fidelity fidelity = context.fidelity();
    Optional<TrialContext.Paused> paused = context.paused();
    return new Stretch(
        paused.map(before -> before.reached().epochs()).orElse(0),
        fidelity.epochs(),
        fidelity.of(),
        paused.map(TrialContext.Paused::state));
  }
}
