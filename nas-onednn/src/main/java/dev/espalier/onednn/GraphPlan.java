package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Library;
import dev.espalier.onednn.plan.CarriedState;
import dev.espalier.onednn.plan.Emitter;
import dev.espalier.onednn.plan.Memory;
import dev.espalier.onednn.plan.Plan;
import dev.espalier.onednn.plan.UnsupportedGraphException;
import dev.espalier.onednn.plan.Value;
import dev.espalier.onednn.plan.Workspace;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph compiled for inputs of one size, to train or to infer. For one thread at a time. */
final class GraphPlan implements AutoCloseable {
  private final Plan plan;
  private final List<LossStep> outputs;
  private final List<CarriedState> states;

  private GraphPlan(Plan plan, List<LossStep> outputs, List<CarriedState> states) {
    this.plan = plan;
    this.outputs = outputs;
    this.states = states;
  }

  /**
   * Compiles.
   *
   * @param inputs sizes of the inputs, and of the mask of the only one
   * @param masked whether there is that mask
   * @param carries whether recurrent layers go on from {@link #states}
   * @param workspace what it is to work in
   * @throws UnsupportedGraphException if anything in it is not covered
   */
  static GraphPlan compile(
      ComputationGraph graph,
      List<InputSize> inputs,
      boolean masked,
      boolean carries,
      Purpose purpose,
      Workspace workspace) {
    boolean training = purpose != Purpose.INFERENCE;
    if (training) {
      requireWindow(graph.getConfiguration(), inputs, carries);
    }
    Translation translation = GraphTranslator.translate(graph, inputs, masked);
    Fusion fusion = new Fusion(translation, training);
    Emitter emitter = new Emitter(training, Library.blocked(), carries);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.add(emitter.input(i, inputs.get(i).dims(), Layout.NCHW));
    }
    translation.mask().ifPresent(mask -> emitter.mask(values.get(mask)));
    for (Optional<Node> place : fusion.nodes()) {
      if (place.isEmpty()) {
        values.add(values.get(0)); // nothing reads it
        continue;
      }
      Node node = place.get();
      emitter.vertex(node.vertex());
      values.add(node.operation().emit(emitter, node.inputs().stream().map(values::get).toList()));
    }
    if (purpose == Purpose.STATISTICS) {
      return new GraphPlan(emitter.finish(workspace), List.of(), emitter.states());
    }
    List<LossStep> losses = new ArrayList<>();
    for (Translation.Output output : translation.outputs()) {
      Value logits = values.get(fusion.renamed(output.value()));
      emitter.vertex(output.vertex());
      boolean series = translation.form(output.value()) == Form.SERIES;
      LossStep.End end =
          LossStep.End.of(((org.deeplearning4j.nn.api.Layer) output.layer()).conf().getLayer());
      losses.add(
          training
              ? LossStep.training(emitter, end, logits, series)
              : LossStep.inference(emitter, end, logits, series));
    }
    if (!training) {
      losses.forEach(output -> output.hold(emitter));
    }
    return new GraphPlan(emitter.finish(workspace), List.copyOf(losses), emitter.states());
  }

  /** Through time a plan goes back as far as its input reaches. */
  private static void requireWindow(
      ComputationGraphConfiguration configuration, List<InputSize> inputs, boolean carries) {
    if (configuration.getBackpropType() == BackpropType.Standard) {
      return;
    }
    if (!carries) {
      throw new UnsupportedGraphException(
          "%s without states that are carried".formatted(configuration.getBackpropType()));
    }
    int steps = inputs.stream().mapToInt(input -> input.dims().w()).max().orElse(0);
    if (steps > configuration.getTbpttBackLength()) {
      throw new UnsupportedGraphException(
          "backpropagation through %s of %s steps"
              .formatted(configuration.getTbpttBackLength(), steps));
    }
  }

  /** Takes its memory, which the first run does otherwise. */
  void prepare(ComputationGraph graph) {
    plan.prepare(Memory.address(graph.params()), gradients(graph));
  }

  private static long gradients(ComputationGraph graph) {
    INDArray gradients = graph.getFlattenedGradients();
    return gradients == null ? 0 : Memory.address(gradients);
  }

  /** Runs it on arrays of the size that it was compiled for, those of {@link #states} last. */
  void run(ComputationGraph graph, List<INDArray> arrays) {
    List<Long> addresses = new ArrayList<>(arrays.size());
    for (INDArray array : arrays) {
      addresses.add(Memory.address(array));
    }
    try {
      plan.run(new Plan.Arrays(Memory.address(graph.params()), gradients(graph), addresses));
    } finally {
      // The kernels know addresses only: a copied input, or a graph of which this is the last use,
      // would be freed by a garbage collection while they run.
      Reference.reachabilityFence(arrays);
      Reference.reachabilityFence(graph);
      Reference.reachabilityFence(this);
    }
  }

  List<CarriedState> states() {
    return states;
  }

  List<LossStep> outputs() {
    return outputs;
  }

  Explanation explain() {
    return new Explanation(
        Optional.empty(),
        plan.steps().stream()
            .map(step -> new Explanation.Step(step.vertex(), step.what(), step.implementation()))
            .toList(),
        plan.bytes());
  }

  @Override
  public void close() {
    plan.close();
  }
}
