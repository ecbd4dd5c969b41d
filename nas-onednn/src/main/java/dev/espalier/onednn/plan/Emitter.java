package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.espalier.onednn.kernel.Desc;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.KernelSpec;
import dev.espalier.onednn.kernel.Kernels;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes the steps of a plan, operation after operation, and keeps for each how it is
 * differentiated; {@link #finish} writes the backward steps in reverse. For one plan and one
 * thread.
 */
public final class Emitter {
  private final boolean training;
  private final Layout preferred;
  private final boolean carries;
  private final List<CarriedState> states = new ArrayList<>();

  /** Writes the steps that come after all others. */
  private final List<Runnable> last = new ArrayList<>();

  private Optional<Value> mask = Optional.empty();
  private int inputs;
  private final List<Step> steps = new ArrayList<>();
  private final List<Derivative> tape = new ArrayList<>();
  private String vertex = "";

  private record Derivative(String vertex, Value of, Consumer<Gradient> backward) {}

  /**
   * Gradient of a value, whole.
   *
   * @param owned whether the reader may overwrite it
   */
  public record Gradient(Buffer buffer, boolean owned) {}

  /** Starts a plan whose series begin at zero; see the other constructor. */
  public Emitter(boolean training, Layout preferred) {
    this(training, preferred, false);
  }

  /**
   * Starts a plan.
   *
   * @param training whether it is to be differentiated
   * @param preferred layout of feature maps, where their channels fit it
   * @param carries whether recurrent layers begin in {@link #states} and leave them where they end
   */
  public Emitter(boolean training, Layout preferred, boolean carries) {
    this.training = training;
    this.preferred = preferred;
    this.carries = carries;
  }

  /** Whether the plan is to be differentiated. */
  public boolean isTraining() {
    return training;
  }

  /** Names the vertex that the next steps belong to. */
  public void vertex(String name) {
    vertex = name;
  }

  /** An array that is given with each run. */
  public Value input(int index, Dims dims, Layout layout) {
    Buffer buffer = new Buffer(Buffer.Home.INPUT, index, 0, dims.length() * Float.BYTES);
    inputs = Math.max(inputs, index + 1);
    return new Value(dims, layout, buffer, false);
  }

  /** Says which steps of series count: {@code [rows][steps]}. Those of a row that do come first. */
  public void mask(Value counted) {
    mask = Optional.of(counted);
  }

  /**
   * The state that the vertex begins in, {@code [rows][units]}, which stays until the plan has
   * ended; empty where series begin at zero.
   *
   * @param key its name in the vertex
   */
  Optional<Buffer> state(String key, int rows, int units) {
    if (!carries) {
      return Optional.empty();
    }
    int index = inputs + states.size();
    states.add(new CarriedState(vertex, key, rows, units));
    return Optional.of(new Buffer(Buffer.Home.INPUT, index, 0, (long) rows * units * Float.BYTES));
  }

  /**
   * Leaves a state for the next run, once nothing needs the one that this run began in. A row that
   * ends in padding leaves zero: there its series has ended.
   *
   * @param series of the layer
   * @param end the state after their last step
   */
  void leave(Dims series, Buffer state, Buffer end) {
    String of = vertex;
    last.add(
        () -> {
          vertex = of;
          new Lengths(
                  series,
                  end,
                  state,
                  mask.map(Value::buffer),
                  (from, to, lengths) -> CarriedState.leave(from, to, series.w(), lengths))
              .emit(this, "state");
        });
  }

  /** The states that a run goes on from; they come after all inputs, in this order. */
  public List<CarriedState> states() {
    return List.copyOf(states);
  }

  /** Part of the flattened parameters; offset and length in scalars. */
  public Buffer parameters(long offset, long length) {
    return new Buffer(Buffer.Home.PARAMETERS, 0, offset * Float.BYTES, length * Float.BYTES);
  }

  /** Part of the flattened gradients; offset and length in scalars. */
  public Buffer gradients(long offset, long length) {
    return new Buffer(Buffer.Home.GRADIENTS, 0, offset * Float.BYTES, length * Float.BYTES);
  }

  /** Memory in the plan. */
  public Buffer scratch(long bytes) {
    return new Buffer(Buffer.Home.PLAN, 0, 0, bytes);
  }

  /** Memory in the plan that is all zeros at each run when the next step begins. */
  public Buffer zeros(long bytes) {
    Buffer zeros = scratch(bytes);
    clear(zeros);
    return zeros;
  }

  /** Makes memory all zeros. */
  void clear(Buffer zeros) {
    float[] none = new float[zeros.length()];
    host("zeros", new OnBuffers(zeros, zeros, (from, to) -> to.put(0, none)), zeros);
  }

  /** Memory in the plan for an argument of a kernel. */
  public Buffer scratch(Kernel kernel, int argument) {
    return scratch(kernel.argument(argument).bytes());
  }

  /** A value that steps yet to come fill. */
  public Value value(Dims dims, Layout layout, boolean differentiable) {
    return value(dims, layout, scratch(dims.length() * Float.BYTES), differentiable);
  }

  /** A value in memory that is filled already, or by steps yet to come. */
  public Value value(Dims dims, Layout layout, Buffer buffer, boolean differentiable) {
    return new Value(dims, layout, buffer, differentiable && training);
  }

  /** Layouts worth trying for maps of these sizes, best first. */
  public List<Layout> layouts(Dims... all) {
    Set<Layout> candidates = new LinkedHashSet<>();
    boolean vectors = true;
    for (Dims dims : all) {
      vectors &= dims.isVector();
    }
    if (!vectors) {
      boolean fits = true;
      for (Dims dims : all) {
        fits &= preferred.fits(dims);
      }
      if (fits) {
        candidates.add(preferred);
      }
    }
    candidates.add(Layout.NHWC);
    candidates.add(Layout.NCHW);
    return List.copyOf(candidates);
  }

  /** Layouts worth trying for an operation on a value: its own, then others. */
  public List<Layout> layoutsFrom(Value value) {
    Set<Layout> candidates = new LinkedHashSet<>(List.of(value.layout()));
    candidates.addAll(layouts(value.dims()));
    return List.copyOf(candidates);
  }

  /** A value's memory in a layout; copied once where it has another. */
  public Buffer in(Value value, Layout layout) {
    return value
        .copies()
        .computeIfAbsent(
            layout, wanted -> converted(value.buffer(), value.dims(), value.layout(), wanted));
  }

  private Buffer converted(Buffer from, Dims dims, Layout layout, Layout wanted) {
    if (layout.sameBytes(wanted, dims)) {
      return from;
    }
    Buffer to = scratch(dims.length() * Float.BYTES);
    copy(new Maps.Reorder(dims, layout, wanted), from, to, "reorder");
    return to;
  }

  /** Runs a kernel from one buffer to another. */
  void copy(KernelSpec spec, Buffer from, Buffer to, String what) {
    call(require(spec)).with(DNNL_ARG_SRC, from).with(DNNL_ARG_DST, to).emit(what);
  }

  /** The kernel, or the reason why there is none. */
  public Kernel require(KernelSpec spec) {
    return Kernels.get(spec)
        .orElseThrow(() -> new UnsupportedGraphException("oneDNN has no kernel for " + spec));
  }

  /** The first of equivalent kernels that is optimised, or the reason why there is none. */
  public Kernels.Choice first(List<? extends KernelSpec> specs) {
    return Kernels.first(specs)
        .orElseThrow(
            () -> new UnsupportedGraphException("oneDNN has no kernel for any of " + specs));
  }

  /** Starts a step that calls a kernel. */
  public Call call(Kernel kernel) {
    return new Call(kernel);
  }

  /** A kernel's call while its arguments are collected. */
  public final class Call {
    private final Kernel kernel;
    private final List<Step.Argument> arguments = new ArrayList<>();

    private Call(Kernel kernel) {
      this.kernel = kernel;
    }

    /** Adds an argument, by oneDNN's number. */
    public Call with(int id, Buffer buffer) {
      Desc desc = kernel.argument(id);
      arguments.add(new Step.Argument(id, desc, buffer));
      return this;
    }

    /** Writes the step, naming the layout of its maps. */
    public void emit(String what, Layout layout) {
      emit(what + " " + layout);
    }

    /** Writes the step. */
    public void emit(String what) {
      if (kernel.takes(DNNL_ARG_SCRATCHPAD)) {
        with(DNNL_ARG_SCRATCHPAD, scratch(kernel, DNNL_ARG_SCRATCHPAD));
      }
      steps.add(new Step.Call(vertex, what, kernel, arguments));
    }
  }

  /** Writes a step that the JVM does on these buffers. */
  public void host(String what, Step.Work work, Buffer... buffers) {
    steps.add(new Step.Host(vertex, what, work, List.of(buffers)));
  }

  /** Says how a value is differentiated; called back with its whole gradient, in its layout. */
  public void differentiate(Value value, Consumer<Gradient> backward) {
    if (value.isDifferentiable()) {
      tape.add(new Derivative(vertex, value, backward));
    }
  }

  /** Adds to a value's gradient what one of its readers found. */
  public void contribute(Value to, Layout layout, Gradient gradient) {
    if (to.isDifferentiable()) {
      Buffer converted = converted(gradient.buffer(), to.dims(), layout, to.layout());
      boolean shared = converted == gradient.buffer() && !gradient.owned();
      to.gradients.add(new Value.Gradient(converted, shared));
    }
  }

  /** The weighted sum of equal maps in one layout. */
  public Buffer sum(Dims dims, Layout layout, List<Float> weights, List<Buffer> parts) {
    Kernel kernel = require(new Maps.Sum(dims, layout, weights));
    Buffer result = scratch(kernel, DNNL_ARG_DST);
    Call call = call(kernel).with(DNNL_ARG_DST, result);
    for (int i = 0; i < parts.size(); i++) {
      call.with(DNNL_ARG_MULTIPLE_SRC + i, parts.get(i));
    }
    call.emit("sum");
    return result;
  }

  /**
   * Writes the backward steps, where there are any, and closes the plan.
   *
   * @param workspace what it is to work in
   */
  public Plan finish(Workspace workspace) {
    for (int i = tape.size() - 1; i >= 0; i--) {
      Derivative derivative = tape.get(i);
      Value value = derivative.of();
      if (!value.gradients.isEmpty()) {
        vertex = derivative.vertex();
        derivative.backward().accept(total(value));
      }
    }
    last.forEach(Runnable::run);
    return new Plan(steps, workspace);
  }

  private Gradient total(Value value) {
    List<Value.Gradient> parts = value.gradients;
    if (parts.size() == 1) {
      return new Gradient(parts.get(0).buffer(), !parts.get(0).shared());
    }
    Buffer sum =
        sum(
            value.dims(),
            value.layout(),
            Collections.nCopies(parts.size(), 1f),
            parts.stream().map(Value.Gradient::buffer).toList());
    return new Gradient(sum, true);
  }
}
