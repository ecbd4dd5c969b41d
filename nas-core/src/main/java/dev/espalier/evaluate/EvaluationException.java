package dev.espalier.evaluate;

/**
 * A candidate that could not be scored, for a reason that lies in the candidate or its budget. The
 * message becomes the failed trial's reason: one line, such as {@code "loss is NaN at step 12"}.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EvaluationException(String reason) {
    super(reason);
  }

  public EvaluationException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
