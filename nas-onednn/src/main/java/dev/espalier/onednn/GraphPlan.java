package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Library;
import dev.espalier.onednn.plan.Emitter;
import dev.espalier.onednn.plan.Memory;
import dev.espalier.onednn.plan.Plan;
import dev.espalier.onednn.plan.Value;
import dev.espalier.onednn.plan.Workspace;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph compiled for inputs of one size, to train or to infer. For one thread at a time. */
final class GraphPlan implements AutoCloseable {
  private final Plan plan;
  private final List<LossStep> outputs;

  private GraphPlan(Plan plan, List<LossStep> outputs) {
    this.plan = plan;
    this.outputs = outputs;
  }

  /**
   * Compiles.
   *
   * @param inputs sizes of the inputs, and of the mask of the only one
   * @param masked whether there is that mask
   * @param workspace what it is to work in
   * @throws dev.espalier.onednn.plan.UnsupportedGraphException if anything in it is not covered
   */
  static GraphPlan compile(
      ComputationGraph graph,
      List<InputSize> inputs,
      boolean masked,
      Purpose purpose,
      Workspace workspace) {
    boolean training = purpose != Purpose.INFERENCE;
    Translation translation = GraphTranslator.translate(graph, inputs, masked);
    Fusion fusion = new Fusion(translation, training);
    Emitter emitter = new Emitter(training, Library.blocked());
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.add(emitter.input(i, inputs.get(i).dims(), Layout.NCHW));
    }
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
      return new GraphPlan(emitter.finish(workspace), List.of());
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
    return new GraphPlan(emitter.finish(workspace), List.copyOf(losses));
  }

  /** Takes its memory, which the first run does otherwise. */
  void prepare(ComputationGraph graph) {
    plan.prepare(Memory.address(graph.params()), gradients(graph));
  }

  private static long gradients(ComputationGraph graph) {
    INDArray gradients = graph.getFlattenedGradients();
    return gradients == null ? 0 : Memory.address(gradients);
  }

  /** Runs it on arrays of the size that it was compiled for. */
  void run(ComputationGraph graph, INDArray[] features) {
    List<Long> addresses = new ArrayList<>(features.length);
    for (INDArray array : features) {
      addresses.add(Memory.address(array));
    }
    try {
      plan.run(new Plan.Arrays(Memory.address(graph.params()), gradients(graph), addresses));
    } finally {
      // The kernels know addresses only: a copied input, or a graph of which this is the last use,
      // would be freed by a garbage collection while they run.
      Reference.reachabilityFence(features);
      Reference.reachabilityFence(graph);
      Reference.reachabilityFence(this);
    }
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
