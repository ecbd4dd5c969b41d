package dev.espalier.eval.weights;

import com.google.common.collect.ImmutableList;
import dev.espalier.onednn.plan.Memory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of a graph, as parts of blocks that networks share. Not thread-safe. */
public final class GraphWeights {
  private final ComputationGraph graph;
  private final ImmutableList<Slot> slots;

  private GraphWeights(ComputationGraph graph, ImmutableList<Slot> slots) {
    this.graph = graph;
    this.slots = slots;
  }

  /** Of an initialised graph of floats, which stays the caller's. */
  public static GraphWeights of(ComputationGraph graph) {
    return new GraphWeights(graph, Slots.of(graph));
  }

  /** Where each of its parameters lies; running statistics are left out. */
  public ImmutableList<Slot> slots() {
    return slots;
  }

  /** All parameters, running statistics included, in the order of the graph. */
  public float[] parameters() {
    return read(graph.params());
  }

  /** The gradients that the last step left, summed over its rows. */
  public float[] gradients() {
    return read(graph.getFlattenedGradients());
  }

  /** Sets all parameters. */
  void set(float[] parameters) {
    Memory.use(graph.params(), floats -> floats.put(0, parameters));
  }

  private static float[] read(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    Memory.use(array, floats -> floats.get(0, values));
    return values;
  }
}
