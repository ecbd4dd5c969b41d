package dev.espalier.evaluate;

import dev.espalier.trial.FailureCause;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that could not be scored. The message becomes the failed trial's reason: one line,
 * such as {@code "loss is NaN at step 12"}.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureCause failureCause;

  /** For a reason that lies in the candidate: it would fail again. */
  public EvaluationException(String reason) {
    super(reason);
    failureCause = FailureCause.CANDIDATE;
  }

  /** The same, with what it was noticed by. */
  public EvaluationException(String reason, Throwable cause) {
    this(FailureCause.CANDIDATE, reason, cause);
  }

  /** For any reason; the cause may be unknown. */
  public EvaluationException(FailureCause failureCause, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.failureCause = failureCause;
  }

  /** Where the fault lies, which decides whether another attempt is made. */
  public FailureCause failureCause() {
    return failureCause;
  }
}
