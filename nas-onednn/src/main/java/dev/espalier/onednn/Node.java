package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.plan.Operation;
import java.util.List;

/**
 * An operation in a translated graph.
 *
 * @param vertex name of the vertex that it belongs to
 * @param inputs indices of the nodes, or of the network's inputs, that it reads
 * @param dims size of its output
 */
record Node(String vertex, Operation operation, List<Integer> inputs, Dims dims) {
  Node {
    inputs = List.copyOf(inputs);
  }

  Node with(Operation other) {
    return new Node(vertex, other, inputs, dims);
  }
}
