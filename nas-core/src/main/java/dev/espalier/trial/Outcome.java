package dev.espalier.trial;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/** What became of a trial. */
public sealed interface Outcome {

  /** What was measured; empty where nothing was. */
  default ImmutableMap<String, Double> metrics() {
    return ImmutableMap.of();
  }

  /** Wall-clock seconds of the training. */
  default double seconds() {
    return 0.0;
  }

  /** Why there is no score, in one line; empty if there is one. */
  default String reason() {
    return "";
  }

  /** How it is shown. */
  TrialState state();

  /**
   * Evaluated as far as was asked.
   *
   * @param metrics by id, such as {@code val_accuracy}
   * @param reached how far it was trained
   * @param seconds wall-clock seconds of the training, not negative
   * @param checkpoint what it can be gone on with from; empty if it cannot be
   */
  record Scored(
      ImmutableMap<String, Double> metrics,
      Fidelity reached,
      double seconds,
      Optional<Checkpoint> checkpoint)
      implements Outcome {
    @Override
    public TrialState state() {
      return TrialState.COMPLETED;
    }
  }

  /**
   * Stopped early because others did better.
   *
   * @param metrics by id, as far as it was trained
   * @param reached how far it was trained
   * @param seconds wall-clock seconds of the training, not negative
   */
  record Pruned(ImmutableMap<String, Double> metrics, Fidelity reached, double seconds)
      implements Outcome {
    @Override
    public TrialState state() {
      return TrialState.PRUNED;
    }

    @Override
    public String reason() {
      return "stopped after %s of %s epochs".formatted(reached.epochs(), reached.of());
    }
  }

  /**
   * Evaluated in vain.
   *
   * @param cause what kept it from a score
   * @param reason in one line, such as "loss is NaN at step 12"
   */
  record Failed(FailureCause cause, String reason) implements Outcome {
    @Override
    public TrialState state() {
      return TrialState.FAILED;
    }
  }

  /**
   * A duplicate, which was not evaluated.
   *
   * @param original the earlier trial whose outcome it shares; it has one, and is no duplicate
   */
  record Shared(Trial original) implements Outcome {
    @Override
    public ImmutableMap<String, Double> metrics() {
      return outcome().metrics();
    }

    @Override
    public TrialState state() {
      return TrialState.DUPLICATE;
    }

    @Override
    public String reason() {
      return original.scored()
          ? ""
          : "duplicate of %s trial %s: %s"
              .formatted(original.state().id(), original.number(), outcome().reason());
    }

    private Outcome outcome() {
      return original
          .outcome()
          .orElseThrow(
              () -> new IllegalStateException("trial " + original.number() + " has no outcome"));
    }
  }

  /**
   * Not evaluated, because its network cannot be built or breaks a constraint.
   *
   * @param reason in one line
   */
  record Refused(String reason) implements Outcome {
    @Override
    public TrialState state() {
      return TrialState.FAILED;
    }
  }
}
