package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Library;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_stream;
import org.jspecify.annotations.Nullable;

/**
 * Steps with their memory. For one thread at a time; {@link #close} frees all native memory.
 *
 * <p>Memory is taken at the first run, {@link #bytes} tells before how much.
 */
public final class Plan implements AutoCloseable {
  private final List<Step> steps;
  private final List<Buffer> own = new ArrayList<>();

  /** Buffers in arrays that are given, with the steps that touch them. */
  private final Map<Buffer, List<Step>> foreign = new LinkedHashMap<>();

  private final long bytes;
  private @Nullable Arena arena;
  private boolean closed;

  Plan(List<Step> steps) {
    this.steps = List.copyOf(steps);
    Set<Buffer> seen = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Buffer buffer : steps.get(i).buffers()) {
        buffer.use(i);
        if (!buffer.isOwn()) {
          foreign.computeIfAbsent(buffer, key -> new ArrayList<>()).add(steps.get(i));
        } else if (seen.add(buffer)) {
          own.add(buffer);
        }
      }
    }
    bytes = Placement.place(own);
  }

  /** Addresses of the arrays that a plan works on. */
  public record Arrays(long parameters, long gradients, List<Long> inputs) {
    /** Copies. */
    public Arrays {
      inputs = List.copyOf(inputs);
    }

    private long address(Buffer buffer) {
      return switch (buffer.home) {
            case PARAMETERS -> parameters;
            case GRADIENTS -> gradients;
            case INPUT -> inputs.get(buffer.index);
            case PLAN -> throw new IllegalArgumentException("the plan's own");
          }
          + buffer.offset;
    }
  }

  /** Memory of its own that it works in, in bytes: activations, gradients of them, scratch. */
  public long bytes() {
    return bytes;
  }

  /** What one run does, in order. */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Runs all steps.
   *
   * @throws IllegalStateException if it is closed, or a kernel fails
   */
  public void run(Arrays arrays) {
    if (closed) {
      throw new IllegalStateException("the plan is closed");
    }
    bind(arrays);
    dnnl_stream stream = Library.stream();
    for (Step step : steps) {
      step.run(stream);
    }
  }

  private void bind(Arrays arrays) {
    if (arena == null) {
      Arena taken = Arena.take(bytes);
      arena = taken;
      for (Buffer buffer : own) {
        buffer.bind(taken.address() + buffer.place);
      }
      for (Buffer buffer : foreign.keySet()) {
        buffer.bind(arrays.address(buffer));
      }
      steps.forEach(Step::prepare);
      return;
    }
    foreign.forEach(
        (buffer, users) -> {
          long address = arrays.address(buffer);
          if (address != buffer.address()) {
            buffer.bind(address);
            users.forEach(step -> step.rebind(buffer));
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    steps.forEach(Step::close);
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
