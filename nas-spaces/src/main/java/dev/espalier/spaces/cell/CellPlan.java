package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A cell with every decision made.
 *
 * @param name of the cell
 * @param spec what was given
 * @param nodes the edges into each node, in order
 */
record CellPlan(String name, CellSpec spec, ImmutableList<ImmutableList<Edge>> nodes) {

  /**
   * One operation on one predecessor.
   *
   * @param source {@code i0} or {@code i1} for an input, {@code n0}, {@code n1}, ... for a node
   * @param op id of the operation
   */
  record Edge(String source, String op) {}

  static String input(int index) {
    return "i" + index;
  }

  static String node(int index) {
    return "n" + index;
  }

  static boolean isInput(String source) {
    return source.startsWith("i");
  }

  /** The nodes that make up the output. */
  ImmutableList<String> merged() {
    Set<String> read = new HashSet<>();
    if (spec.merge() == Merge.ADD) {
      nodes.forEach(edges -> edges.forEach(edge -> read.add(edge.source())));
    }
    return IntStream.range(0, nodes.size())
        .mapToObj(CellPlan::node)
        .filter(node -> !read.contains(node))
        .collect(ImmutableList.toImmutableList());
  }
}
