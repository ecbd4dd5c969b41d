package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Library;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_stream;

/**
 * Steps on memory that plans of a graph share. For one thread at a time; {@link #close} frees what
 * is its own.
 *
 * <p>Memory is taken by {@link #prepare}, or at the first run; {@link #bytes} tells before how
 * much.
 */
public final class Plan implements AutoCloseable {
  private final List<Step> steps;
  private final List<Buffer> own = new ArrayList<>();

  /** Buffers in arrays that are given, with the steps that touch them. */
  private final Map<Buffer, List<Step>> foreign = new LinkedHashMap<>();

  private final long bytes;

  /** Steps that cannot be prepared before there is an input. */
  private List<Step> waiting = List.of();

  private final Workspace workspace;

  /** Where its memory was at the last run; 0 before the first. */
  private long bound;

  private boolean closed;

  Plan(List<Step> steps, Workspace workspace) {
    this.steps = List.copyOf(steps);
    this.workspace = workspace;
    Set<Buffer> seen = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Buffer part : steps.get(i).buffers()) {
        Buffer buffer = part.whole();
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
   * Takes the memory and makes all steps ready that need no input, which the first run does
   * otherwise; another thread may run it then. Does nothing a second time, unless memory has moved.
   *
   * @param parameters address of the parameters
   * @param gradients address of the gradients, 0 where there are none
   */
  public void prepare(long parameters, long gradients) {
    if (closed) {
      throw new IllegalStateException("the plan is closed");
    }
    long memory = workspace.address(bytes);
    if (memory == bound) {
      return;
    }
    boolean moved = bound != 0;
    bound = memory;
    for (Buffer buffer : own) {
      buffer.bind(memory + buffer.place);
    }
    if (moved) {
      steps.stream().filter(step -> !waiting.contains(step)).forEach(Step::rebind);
      return;
    }
    Arrays known = new Arrays(parameters, gradients, List.of());
    Set<Step> withInput = new LinkedHashSet<>();
    foreign.forEach(
        (buffer, users) -> {
          if (buffer.home == Buffer.Home.INPUT) {
            withInput.addAll(users);
          } else {
            buffer.bind(known.address(buffer));
          }
        });
    steps.stream().filter(step -> !withInput.contains(step)).forEach(Step::prepare);
    waiting = List.copyOf(withInput);
  }

  /**
   * Runs all steps.
   *
   * @throws IllegalStateException if it is closed, or a kernel fails
   */
  public void run(Arrays arrays) {
    prepare(arrays.parameters, arrays.gradients);
    bind(arrays);
    dnnl_stream stream = Library.stream();
    for (Step step : steps) {
      step.run(stream);
    }
  }

  private void bind(Arrays arrays) {
    foreign.forEach(
        (buffer, users) -> {
          long address = arrays.address(buffer);
          if (address != buffer.address()) {
            buffer.bind(address);
            users.stream().filter(step -> !waiting.contains(step)).forEach(s -> s.rebind(buffer));
          }
        });
    waiting.forEach(Step::prepare);
    waiting = List.of();
  }

  @Override
  public void close() {
    closed = true;
    steps.forEach(Step::close);
  }
}
