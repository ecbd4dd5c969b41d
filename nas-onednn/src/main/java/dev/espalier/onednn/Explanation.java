package dev.espalier.onednn;

import java.util.List;
import java.util.Optional;

/**
 * How a graph runs for inputs of one shape.
 *
 * @param reason why it runs as stock; empty where it runs on oneDNN
 * @param steps what a training step does, in order; none where it runs as stock
 * @param bytes memory that a training step works in, beside parameters, gradients and state
 */
public record Explanation(Optional<String> reason, List<Step> steps, long bytes) {
  /** Copies. */
  public Explanation {
    steps = List.copyOf(steps);
  }

  /**
   * One thing that is done.
   *
   * @param vertex the vertex that it belongs to
   * @param what its part of it, such as {@code forward}
   * @param implementation oneDNN's primitive and its implementation, or {@code host} for the JVM
   */
  public record Step(String vertex, String what, String implementation) {
    @Override
    public String toString() {
      return "%-24s %-36s %s".formatted(vertex, what, implementation);
    }
  }

  /** Whether it runs on oneDNN. */
  public boolean isCovered() {
    return reason.isEmpty();
  }

  @Override
  public String toString() {
    if (reason.isPresent()) {
      return "stock kernels: " + reason.get();
    }
    StringBuilder text =
        new StringBuilder("oneDNN, %s bytes, %s steps".formatted(bytes, steps.size()));
    steps.forEach(step -> text.append(System.lineSeparator()).append(step));
    return text.toString();
  }
}
