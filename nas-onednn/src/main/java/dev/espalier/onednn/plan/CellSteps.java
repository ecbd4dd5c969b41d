package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.espalier.onednn.kernel.Chain;
import dev.espalier.onednn.kernel.Dense;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Elementwise;
import dev.espalier.onednn.kernel.Function;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import dev.espalier.onednn.kernel.MatMul;
import dev.espalier.onednn.kernel.PostOp;
import dev.espalier.onednn.kernel.StepOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent cell of nodes on series, as {@code DagRecurrentLayer} describes it: each state is
 * made of an earlier one by a gate and a function of two products. The products with the input are
 * made for all steps at once, and so are the gradients of all weights.
 *
 * @param inputs features of a step
 * @param units size of a state
 * @param nodes the entry, which reads the state of the step before, then the nodes
 * @param at where its parameters start, in scalars: {@code [2 units][inputs]} for the input, then
 *     {@code [2 units][units]} for each node, gates first
 * @param trainable whether they have gradients
 */
public record CellSteps(int inputs, int units, List<Node> nodes, long at, boolean trainable)
    implements Operation {
  /** Copies. */
  public CellSteps {
    nodes = List.copyOf(nodes);
  }

  /**
   * One of the states.
   *
   * @param reads the state that it is made of; of no meaning for the entry
   * @param function of its second product; empty for identity
   * @param merged whether it is part of the output
   */
  public record Node(int reads, Optional<Function> function, boolean merged) {}

  @Override
  public Value emit(Emitter emitter, List<Value> values) {
    Value x = values.get(0);
    Dims in = x.dims();
    boolean differentiable = trainable || x.isDifferentiable();
    Value y = emitter.value(in.withChannels(units), Layout.NHWC, differentiable);
    Emission emission = new Emission(emitter, this, in);
    emission.forward(emitter.in(x, Layout.NHWC), y.buffer());
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emission.backward(gradient.buffer(), x.isDifferentiable());
          if (dx != null) {
            emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
          }
        });
    return y;
  }

  /** Writes the steps of one operation. */
  private static final class Emission {
    private final Emitter emitter;
    private final CellSteps cell;
    private final int rows;
    private final int steps;

    /** Gates, what replaces states, and states, of all steps, for each node. */
    private final List<Buffer> gates = new ArrayList<>();

    private final List<Buffer> fresh = new ArrayList<>();
    private final List<Buffer> states = new ArrayList<>();

    /** Gradients of both products. */
    private final List<Buffer> dGates = new ArrayList<>();

    private final List<Buffer> dFresh = new ArrayList<>();

    /** The input by step, and the states between steps, of which the first is the start's. */
    private final Buffer source;

    private final Buffer carried;

    Emission(Emitter emitter, CellSteps cell, Dims in) {
      this.emitter = emitter;
      this.cell = cell;
      rows = in.n();
      steps = in.w();
      source = emitter.scratch((long) steps * rows * cell.inputs * Float.BYTES);
      carried = emitter.scratch((steps + 1) * step());
      for (int i = 0; i < cell.nodes.size(); i++) {
        gates.add(emitter.scratch(steps * step()));
        fresh.add(emitter.scratch(steps * step()));
        states.add(emitter.scratch(steps * step()));
      }
    }

    /** Bytes of one state of all rows. */
    private long step() {
      return (long) rows * cell.units * Float.BYTES;
    }

    private Buffer at(Buffer all, int step) {
      return all.slice(step * step(), step());
    }

    void forward(Buffer x, Buffer y) {
      sort(cell.inputs, StepOrder.Sorted.BY_STEP, x, source);
      project(0, gates.get(0));
      project(1, fresh.get(0));
      start(at(carried, 0));
      PostOp sum = new PostOp.Accumulate();
      PostOp sigmoid = new PostOp.Apply(Function.SIGMOID);
      for (int step = 0; step < steps; step++) {
        for (int node = 0; node < cell.nodes.size(); node++) {
          Buffer before = read(node, step);
          Buffer gate = at(gates.get(node), step);
          Buffer made = at(fresh.get(node), step);
          List<PostOp> onGate = new ArrayList<>(node == 0 ? List.of(sum) : List.of());
          List<PostOp> onFresh = new ArrayList<>(onGate);
          onGate.add(sigmoid);
          cell.nodes.get(node).function.ifPresent(f -> onFresh.add(new PostOp.Apply(f)));
          multiply(before, weights(node, 0), MatMul.Order.COLUMNS, onGate, gate);
          multiply(before, weights(node, 1), MatMul.Order.COLUMNS, onFresh, made);
          chain(
              "update",
              List.of(Maps.Operation.SUBTRACT, Maps.Operation.MULTIPLY, Maps.Operation.ADD),
              at(states.get(node), step),
              made,
              before,
              gate,
              before);
        }
        merge(step);
      }
      sort(cell.units, StepOrder.Sorted.BY_ROW, carried.slice(step(), steps * step()), y);
    }

    private void start(Buffer first) {
      Optional<Buffer> given = emitter.state("state", rows, cell.units);
      if (given.isEmpty()) {
        emitter.clear(first);
        return;
      }
      Buffer state = given.get();
      OnBuffers copy =
          new OnBuffers(state, first, (from, to) -> to.put(0, from, 0, from.capacity()));
      emitter.host("state", copy, state, first);
      emitter.leave(new Dims(rows, cell.units, 1, steps), state, at(carried, steps));
    }

    /** What a node reads at a step. */
    private Buffer read(int node, int step) {
      return node == 0 ? at(carried, step) : at(states.get(cell.nodes.get(node).reads), step);
    }

    private void merge(int step) {
      List<Buffer> parts = new ArrayList<>();
      for (int node = 1; node < cell.nodes.size(); node++) {
        if (cell.nodes.get(node).merged) {
          parts.add(at(states.get(node), step));
        }
      }
      sum(share(), parts, at(carried, step + 1));
    }

    private void sum(float weight, List<Buffer> parts, Buffer target) {
      Kernel kernel =
          emitter.require(
              new Maps.Sum(state(), Layout.NHWC, Collections.nCopies(parts.size(), weight)));
      Emitter.Call call = emitter.call(kernel).with(DNNL_ARG_DST, target);
      for (int i = 0; i < parts.size(); i++) {
        call.with(DNNL_ARG_MULTIPLE_SRC + i, parts.get(i));
      }
      call.emit("mean");
    }

    private Dims state() {
      return Dims.vector(rows, cell.units);
    }

    /** Of a merged state in the output. */
    private float share() {
      return 1f / cell.nodes.stream().filter(Node::merged).count();
    }

    /** Back through time; the gradient of the input, if it is wanted. */
    @Nullable Buffer backward(Buffer dy, boolean wanted) {
      Buffer byStep = emitter.scratch(steps * step());
      sort(cell.units, StepOrder.Sorted.BY_STEP, dy, byStep);
      for (int node = 0; node < cell.nodes.size(); node++) {
        dGates.add(emitter.scratch(steps * step()));
        dFresh.add(emitter.scratch(steps * step()));
      }
      Buffer later = null;
      for (int step = steps - 1; step >= 0; step--) {
        Buffer share = emitter.scratch(step());
        List<Buffer> both =
            later == null ? List.of(at(byStep, step)) : List.of(at(byStep, step), later);
        sum(share(), both, share);
        Buffer[] whole = new Buffer[cell.nodes.size()];
        for (int node = cell.nodes.size() - 1; node > 0; node--) {
          boolean merged = cell.nodes.get(node).merged;
          Buffer found = whole[node] == null && merged ? share : whole[node];
          if (found != null) {
            int reads = cell.nodes.get(node).reads;
            boolean first = whole[reads] == null && cell.nodes.get(reads).merged;
            Buffer known = first ? share : whole[reads];
            whole[reads] = back(node, step, found, known);
          }
        }
        later = back(0, step, whole[0], null);
      }
      if (cell.trainable) {
        for (int node = 0; node < cell.nodes.size(); node++) {
          Buffer read =
              node == 0 ? carried.slice(0, steps * step()) : states.get(cell.nodes.get(node).reads);
          learn(cell.units, node, 0, read, dGates.get(node));
          learn(cell.units, node, 1, read, dFresh.get(node));
        }
        learn(cell.inputs, -1, 0, source, dGates.get(0));
        learn(cell.inputs, -1, 1, source, dFresh.get(0));
      }
      return wanted ? input() : null;
    }

    /**
     * One node at one step.
     *
     * @param whole gradient of the state that it made
     * @param known what is known of the gradient of the state that it read; null for nothing
     * @return that gradient with what comes from here; of the first step's entry nobody needs it
     */
    private Buffer back(int node, int step, Buffer whole, @Nullable Buffer known) {
      Buffer before = read(node, step);
      Buffer gate = at(gates.get(node), step);
      Buffer made = at(fresh.get(node), step);
      Buffer dGate = at(dGates.get(node), step);
      Buffer dMade = at(dFresh.get(node), step);
      chain(
          "d gate",
          List.of(Maps.Operation.SUBTRACT, Maps.Operation.MULTIPLY),
          dGate,
          made,
          before,
          whole);
      derive(Function.SIGMOID, gate, dGate);
      chain("d state", List.of(Maps.Operation.MULTIPLY), dMade, whole, gate);
      Buffer target = emitter.scratch(step());
      if (known == null) {
        chain("d state", List.of(Maps.Operation.SUBTRACT), target, whole, dMade);
      } else {
        chain(
            "d state",
            List.of(Maps.Operation.ADD, Maps.Operation.SUBTRACT),
            target,
            whole,
            known,
            dMade);
      }
      cell.nodes.get(node).function.ifPresent(function -> derive(function, made, dMade));
      List<PostOp> sum = List.of(new PostOp.Accumulate());
      multiply(dGate, weights(node, 0), MatMul.Order.ROWS, sum, target);
      multiply(dMade, weights(node, 1), MatMul.Order.ROWS, sum, target);
      return target;
    }

    /** In place. */
    private void derive(Function function, Buffer value, Buffer gradient) {
      if (!function.fromValue()) {
        throw new UnsupportedGraphException("a cell's function without a derivative by its value");
      }
      emitter
          .call(emitter.require(new Elementwise.Backward(state(), Layout.NHWC, function)))
          .with(DNNL_ARG_DST, value)
          .with(DNNL_ARG_DIFF_DST, gradient)
          .with(DNNL_ARG_DIFF_SRC, gradient)
          .emit("derivative");
    }

    private void chain(
        String what, List<Maps.Operation> operations, Buffer target, Buffer... sources) {
      Kernel kernel = emitter.require(new Chain(rows, cell.units, operations));
      Emitter.Call call = emitter.call(kernel).with(DNNL_ARG_DST, target);
      for (int i = 0; i < sources.length; i++) {
        call.with(Chain.source(i), sources[i]);
      }
      call.emit(what);
    }

    private void multiply(
        Buffer states, Buffer matrix, MatMul.Order order, List<PostOp> postOps, Buffer target) {
      MatMul product =
          new MatMul(1, rows, cell.units, cell.units, MatMul.Order.ROWS, order, postOps);
      emitter
          .call(emitter.require(product))
          .with(DNNL_ARG_SRC, states)
          .with(DNNL_ARG_WEIGHTS, matrix)
          .with(DNNL_ARG_DST, target)
          .emit("product");
    }

    /** Where the weights of a node start, or of the input for -1; of gates (0) or others (1). */
    private long place(int node, int half) {
      long ofInput = 2L * cell.units * cell.inputs;
      long square = (long) cell.units * cell.units;
      return node < 0
          ? cell.at + half * (ofInput / 2)
          : cell.at + ofInput + (2L * node + half) * square;
    }

    private Buffer weights(int node, int half) {
      return emitter.parameters(place(node, half), (long) cell.units * cell.units);
    }

    private Buffer inputWeights(int half) {
      return emitter.parameters(place(-1, half), (long) cell.units * cell.inputs);
    }

    private Dense dense(int features) {
      return new Dense(steps * rows, features, cell.units, false, Dense.Order.OUTPUTS_FIRST);
    }

    /** Products of the input with half of its weights, for all steps. */
    private void project(int half, Buffer products) {
      emitter
          .call(emitter.require(new Dense.Forward(dense(cell.inputs), List.of())))
          .with(DNNL_ARG_SRC, source)
          .with(DNNL_ARG_WEIGHTS, inputWeights(half))
          .with(DNNL_ARG_DST, products)
          .emit("input");
    }

    private void learn(int features, int node, int half, Buffer read, Buffer dProducts) {
      Buffer gradient = emitter.gradients(place(node, half), (long) features * cell.units);
      emitter
          .call(emitter.require(new Dense.BackwardWeights(dense(features))))
          .with(DNNL_ARG_SRC, read)
          .with(DNNL_ARG_DIFF_DST, dProducts)
          .with(DNNL_ARG_DIFF_WEIGHTS, gradient)
          .emit("backward weights");
    }

    private Buffer input() {
      List<Buffer> halves = new ArrayList<>();
      for (Buffer dProducts : List.of(dGates.get(0), dFresh.get(0))) {
        Kernel kernel = emitter.require(new Dense.BackwardData(dense(cell.inputs)));
        Buffer half = emitter.scratch(kernel, DNNL_ARG_DIFF_SRC);
        emitter
            .call(kernel)
            .with(DNNL_ARG_DIFF_DST, dProducts)
            .with(DNNL_ARG_WEIGHTS, inputWeights(halves.size()))
            .with(DNNL_ARG_DIFF_SRC, half)
            .emit("backward data");
        halves.add(half);
      }
      Dims all = Dims.vector(steps * rows, cell.inputs);
      Buffer sorted = emitter.sum(all, Layout.NHWC, List.of(1f, 1f), halves);
      Buffer dx = emitter.scratch(source.bytes);
      sort(cell.inputs, StepOrder.Sorted.BY_ROW, sorted, dx);
      return dx;
    }

    private void sort(int features, StepOrder.Sorted to, Buffer from, Buffer target) {
      emitter.copy(new StepOrder(rows, steps, features, to), from, target, "reorder steps");
    }
  }
}
