package dev.espalier.eval.sharing;

import dev.espalier.eval.lower.Engine;
import dev.espalier.eval.lower.GraphLowering;
import dev.espalier.eval.lower.OutputSpec;
import dev.espalier.eval.weights.GraphWeights;
import dev.espalier.network.Network;
import dev.espalier.onednn.NativeRelease;
import dev.espalier.onednn.OneDnnGraph;
import dev.espalier.recipe.Recipe;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The graph of one network, whose parameters come from shared weights. Not thread-safe; holds
 * native memory until closed.
 */
final class PathGraph implements AutoCloseable {
  private final ComputationGraph graph;
  private final GraphWeights weights;

  private PathGraph(ComputationGraph graph) {
    this.graph = graph;
    this.weights = GraphWeights.of(graph);
  }

  /**
   * Lowers a network.
   *
   * @param seed of the parameters that are shared with no network yet
   */
  static PathGraph of(Network network, OutputSpec output, Recipe recipe, Engine engine, long seed) {
    return new PathGraph(GraphLowering.lower(network, output, recipe, engine, seed));
  }

  ComputationGraph graph() {
    return graph;
  }

  /** Its parameters. */
  GraphWeights weights() {
    return weights;
  }

  /**
   * Makes ready for a step, which does so by itself otherwise; another thread may take it then.
   *
   * @param shape of the features of a batch
   */
  void prepare(long[] shape) {
    graph.initGradientsView();
    if (graph instanceof OneDnnGraph fast) {
      fast.prepare(shape);
    }
  }

  @Override
  public void close() {
    NativeRelease.close(graph);
  }
}
