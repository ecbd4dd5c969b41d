package dev.espalier.onednn;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.plan.LastStep;
import dev.espalier.onednn.plan.PoolSteps;
import dev.espalier.onednn.plan.Reshape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.api.layers.IOutputLayer;

/**
 * A graph as a list of operations in the order of their computation. Values are numbered: first the
 * network's inputs, then the nodes' outputs.
 */
final class Translation {
  private final List<InputSize> inputs;
  private final OptionalInt mask;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  /** Vertices to the numbers of their values. */
  private final Map<String, Integer> values = new LinkedHashMap<>();

  /**
   * An output of the network.
   *
   * @param value what goes into the loss, before its activation
   * @param layer the layer with the loss
   */
  record Output(String vertex, int value, IOutputLayer layer) {}

  /**
   * Of a graph.
   *
   * @param inputs sizes of its inputs, and of the mask of the only one where there is one
   */
  Translation(List<InputSize> inputs, boolean masked) {
    this.inputs = List.copyOf(inputs);
    this.mask = masked ? OptionalInt.of(inputs.size() - 1) : OptionalInt.empty();
  }

  /** The value that says which steps of series count; empty where all do. */
  OptionalInt mask() {
    return mask;
  }

  List<InputSize> inputs() {
    return inputs;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Output> outputs() {
    return outputs;
  }

  int add(Node node) {
    nodes.add(node);
    return inputs.size() + nodes.size() - 1;
  }

  void output(Output output) {
    outputs.add(output);
  }

  void name(String vertex, int value) {
    values.put(vertex, value);
  }

  int value(String vertex) {
    Integer value = values.get(vertex);
    if (value == null) {
      throw new IllegalStateException("vertex " + vertex + " was not translated yet");
    }
    return value;
  }

  Dims dims(int value) {
    return value < inputs.size()
        ? inputs.get(value).dims()
        : nodes.get(value - inputs.size()).dims();
  }

  /** What a value is in DL4J; it computes differently with a row and with a map of one pixel. */
  Form form(int value) {
    if (value < inputs.size()) {
      return inputs.get(value).form();
    }
    Node node = nodes.get(value - inputs.size());
    if (node.operation() instanceof Reshape reshape) {
      return reshape.maps() ? Form.MAPS : Form.ROWS;
    }
    return node.operation() instanceof LastStep || node.operation() instanceof PoolSteps
        ? Form.ROWS
        : form(node.inputs().get(0));
  }
}
