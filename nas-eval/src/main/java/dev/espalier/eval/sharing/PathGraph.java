package dev.espalier.eval.sharing;

import com.google.common.collect.ImmutableList;
import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.network.Network;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.onednn.plan.Memory;
import dev.espalier.recipe.Recipe;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The graph of one network, whose parameters come from shared weights. Not thread-safe; holds
 * native memory until closed.
 */
final class PathGraph implements AutoCloseable {
  private final ComputationGraph graph;
  private final ImmutableList<Slot> slots;

  private PathGraph(ComputationGraph graph, ImmutableList<Slot> slots) {
    this.graph = graph;
    this.slots = slots;
  }

  /**
   * Lowers a network.
   *
   * @param seed of the parameters that are shared with no network yet
   */
  static PathGraph of(Network network, OutputSpec output, Recipe recipe, Engine engine, long seed) {
    ComputationGraph graph = GraphLowering.lower(network, output, recipe, engine, seed);
    return new PathGraph(graph, Slots.of(graph));
  }

  ComputationGraph graph() {
    return graph;
  }

  ImmutableList<Slot> slots() {
    return slots;
  }

  /**
   * Makes ready for a step, which does so by itself otherwise.
   *
   * @param shape of the features of a batch
   */
  void compile(long[] shape) {
    graph.initGradientsView();
    if (graph instanceof OneDnnGraph fast) {
      fast.explain(shape);
    }
  }

  /** All parameters, running statistics included, in the order of the graph. */
  float[] parameters() {
    return read(graph.params());
  }

  /** The gradients that the last step left, summed over its rows. */
  float[] gradients() {
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

  @Override
  public void close() {
    NativeRelease.close(graph);
  }
}
