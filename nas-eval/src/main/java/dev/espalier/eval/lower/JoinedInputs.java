package dev.espalier.eval.lower;

import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Zero;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;

/**
 * The inputs of vertices that join several. Deeplearning4j has no constants and takes the second
 * use of a vertex for the first. For one graph and one thread.
 */
final class JoinedInputs {
  private final GraphBuilder graph;
  private final Network live;
  private final Map<Integer, String> vertices;

  /**
   * For a graph.
   *
   * @param vertices names of the vertices of nodes lowered before, which others add to
   */
  JoinedInputs(GraphBuilder graph, Network live, Map<Integer, String> vertices) {
    this.graph = graph;
    this.live = live;
    this.vertices = vertices;
  }

  /**
   * The inputs' vertices, no two of the same name: Deeplearning4j finds the place of an input by
   * its name, so it mistakes the second use of a vertex for the first.
   */
  String[] inputs(Node node) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = live.node(node.inputs().get(i));
      String name = node.key() + ".in" + i;
      if (input.layer() instanceof Zero) {
        zeros(node, name, input.shape().features());
      } else if (taken.add(vertex(input.id()))) {
        name = vertex(input.id());
      } else {
        graph.addVertex(name, new ScaleVertex(1.0), vertex(input.id()));
      }
      names.add(name);
    }
    return names.toArray(new String[0]);
  }

  /**
   * Zeros of some channels, made of an input of this node, as its height and width are right: best
   * of one whose channels need no cutting, which oneDNN does not cover.
   */
  private void zeros(Node node, String name, int channels) {
    Node source =
        node.inputs().stream()
            .map(live::node)
            .filter(input -> !(input.layer() instanceof Zero))
            .min(Comparator.comparingInt(input -> channels % input.shape().features()))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s (%s) reads nothing but zeros".formatted(node.key(), node.layer())));
    List<String> parts = new ArrayList<>();
    for (int done = 0; done < channels; ) {
      int size = Math.min(channels - done, source.shape().features());
      String part = size == channels ? name : name + ".part" + parts.size();
      String from = vertex(source.id());
      if (size < source.shape().features()) {
        graph.addVertex(part + ".cut", new SubsetVertex(0, size - 1), from);
        from = part + ".cut";
      }
      graph.addVertex(part, new ScaleVertex(0.0), from);
      parts.add(part);
      done += size;
    }
    if (parts.size() > 1) {
      graph.addVertex(name, new MergeVertex(), parts.toArray(new String[0]));
    }
  }

  private String vertex(int id) {
    return Objects.requireNonNull(vertices.get(id), "inputs come before their readers");
  }
}
