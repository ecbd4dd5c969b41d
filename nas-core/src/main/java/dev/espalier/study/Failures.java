package dev.espalier.study;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.trial.FailureCause;
import dev.espalier.trial.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;

/** Which failures are results, what caused them, and how they read. */
public final class Failures {
  private static final int LONGEST_REASON = 300;

  private Failures() {}

  /** Whether the failure is the trial's, not the program's. */
  static boolean isResult(Throwable failure) {
    return failure instanceof Exception || failure instanceof OutOfMemoryError;
  }

  /** What a failure makes of its trial. */
  public static Outcome.Failed outcome(Throwable failure) {
    return new Outcome.Failed(cause(failure), reason(failure));
  }

  private static FailureCause cause(Throwable failure) {
    if (failure instanceof EvaluationException known) {
      return known.failureCause();
    }
    if (failure instanceof TimeoutException) {
      return FailureCause.TIME;
    }
    return failure instanceof OutOfMemoryError
            || failure instanceof IOException
            || failure instanceof UncheckedIOException
        ? FailureCause.RESOURCE
        : FailureCause.CANDIDATE;
  }

  /** One line for people. */
  static String reason(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String text;
    if (failure instanceof EvaluationException) {
      text = message;
    } else if (failure instanceof OutOfMemoryError) {
      text = "out of memory: " + message;
    } else if (failure instanceof TimeoutException) {
      text = "time-out: " + message;
    } else if (failure instanceof InterruptedException) {
      text = "evaluation was interrupted";
    } else {
      text = failure.getClass().getSimpleName() + ": " + message;
    }
    String line =
        CharMatcher.whitespace().or(CharMatcher.javaIsoControl()).trimAndCollapseFrom(text, ' ');
    return line.isEmpty()
        ? failure.getClass().getSimpleName()
        : Ascii.truncate(line, LONGEST_REASON, "...");
  }
}
