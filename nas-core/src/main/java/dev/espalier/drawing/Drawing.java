package dev.espalier.drawing;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.Network;
import dev.espalier.network.Node;

/**
 * A picture of an architecture: the road from input to output, and what lies behind its stages.
 * Immutable.
 *
 * @param stages the road, a few words each, such as {@code normal x2}; may be empty
 * @param cells graphs of the cells that the stages name
 */
public record Drawing(ImmutableList<String> stages, ImmutableList<CellGraph> cells) {
  private static final int COLUMNS = 80;
  private static final String ARROW = " -> ";

  /** The layers of a network, by their weight keys. */
  public static Drawing of(Network network) {
    ImmutableList<Node> nodes = network.nodes();
    ImmutableList.Builder<CellGraph.Edge> edges = ImmutableList.builder();
    for (Node node : nodes) {
      for (int input : node.inputs()) {
        edges.add(new CellGraph.Edge(nodes.get(input).key(), node.key(), ""));
      }
    }
    CellGraph graph =
        new CellGraph(
            "network",
            ImmutableList.of(nodes.get(0).key()),
            edges.build(),
            "",
            ImmutableList.of(network.output().key()));
    return new Drawing(ImmutableList.of(), ImmutableList.of(graph));
  }

  /**
   * The same in plain text for a terminal of 80 columns, unless a name is very long; ends in a line
   * break.
   */
  public String text() {
    StringBuilder text = new StringBuilder(road());
    for (CellGraph cell : cells) {
      text.append(text.isEmpty() ? "" : "\n").append(cell.text());
    }
    return text.toString();
  }

  private String road() {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String stage : stages) {
      String part = text.isEmpty() ? stage : ARROW + stage;
      if (column + part.length() > COLUMNS && !text.isEmpty()) {
        text.append("\n  ");
        column = 2;
      }
      text.append(part);
      column += part.length();
    }
    return text.isEmpty() ? "" : text.append('\n').toString();
  }
}
