package dev.espalier.eval.train;

import com.google.common.base.Throwables;
import dev.espalier.evaluate.EvaluationException;
import dev.espalier.trial.FailureCause;
import java.util.List;

/** What has to be said about memory outside of the Java heap. */
public final class NativeMemory {
  /** How ND4J and JavaCPP begin their messages where the system gives no more memory. */
  private static final List<String> REFUSALS =
      List.of("Allocation failed", "Failed to allocate", "Cannot allocate", "std::bad_alloc");

  private NativeMemory() {}

  /**
   * The exception to throw for one that ended a training or prediction: ND4J reports exhausted
   * native memory as a plain {@link RuntimeException}, which becomes a reason; others stay.
   */
  public static RuntimeException explain(RuntimeException failure) {
    for (Throwable cause : Throwables.getCausalChain(failure)) {
      String message = cause.getMessage();
      if (message != null && REFUSALS.stream().anyMatch(message::contains)) {
        return new EvaluationException(
            FailureCause.RESOURCE, "out of native memory: " + message, failure);
      }
    }
    return failure;
  }
}
