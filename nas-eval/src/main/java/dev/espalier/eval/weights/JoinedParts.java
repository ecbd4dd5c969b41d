package dev.espalier.eval.weights;

import dev.espalier.onednn.layer.DepthwiseConvolution1D;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.MergeVertex;
import org.deeplearning4j.nn.graph.vertex.impl.SubsetVertex;

/** Of how many parts, side by side, the input of a layer consists. */
final class JoinedParts {
  private JoinedParts() {}

  /** Parts of equal width that are joined to a layer's input; 1 where it is in one piece. */
  static int of(ComputationGraph graph, String layer) {
    return parts(graph, source(graph, graph.getVertex(layer), 0));
  }

  private static int parts(ComputationGraph graph, GraphVertex vertex) {
    if (vertex instanceof MergeVertex) {
      int parts = vertex.getNumInputArrays();
      long different =
          IntStream.range(0, parts)
              .mapToLong(part -> width(graph, source(graph, vertex, part)))
              .distinct()
              .count();
      return different == 1 ? parts : 1;
    }
    return keepsChannels(vertex) ? parts(graph, source(graph, vertex, 0)) : 1;
  }

  /** Channels that a vertex puts out; negative where it is not known. */
  private static long width(ComputationGraph graph, GraphVertex vertex) {
    if (vertex.hasLayer() && mixes(vertex)) {
      return ((FeedForwardLayer) settings(vertex)).getNOut();
    }
    if (vertex instanceof MergeVertex) {
      return IntStream.range(0, vertex.getNumInputArrays())
          .mapToLong(part -> width(graph, source(graph, vertex, part)))
          .sum();
    }
    return keepsChannels(vertex) ? width(graph, source(graph, vertex, 0)) : -1;
  }

  private static boolean keepsChannels(GraphVertex vertex) {
    return vertex.getNumInputArrays() > 0
        && !(vertex instanceof SubsetVertex)
        && !(vertex.hasLayer() && mixes(vertex));
  }

  /** Whether each channel that a layer puts out depends on several that it takes. */
  private static boolean mixes(GraphVertex vertex) {
    Layer settings = settings(vertex);
    return vertex.getLayer().numParams() > 0
        && !Axes.NORMS.contains(settings.getClass())
        && !(settings instanceof DepthwiseConvolution1D)
        && settings instanceof FeedForwardLayer;
  }

  private static Layer settings(GraphVertex vertex) {
    return vertex.getLayer().conf().getLayer();
  }

  private static GraphVertex source(ComputationGraph graph, GraphVertex vertex, int input) {
    return graph.getVertices()[vertex.getInputVertices()[input].getVertexIndex()];
  }
}
