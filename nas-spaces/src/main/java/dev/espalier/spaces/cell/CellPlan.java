package dev.espalier.spaces.cell;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A cell with every decision made. Its operations are either all on edges or all on nodes.
 *
 * @param name of the group of decisions: of the kind of cell where its cells share them, else of
 *     the place in the network
 * @param spec what was given
 * @param nodes the edges into each node, in order; none into a node that does not count
 * @param ops the operation of each node; empty where operations are on edges
 * @param merged what makes up the output
 */
record CellPlan(
    String name,
    CellSpec spec,
    ImmutableList<ImmutableList<Edge>> nodes,
    ImmutableList<String> ops,
    ImmutableList<String> merged) {
  /** What an edge without operation has in its place. */
  private static final String NONE = "";

  /**
   * One operation on one predecessor.
   *
   * @param source {@code i0} or {@code i1} for an input, {@code n0}, {@code n1}, ... for a node
   * @param op id of the operation; empty where operations are on nodes
   */
  record Edge(String source, String op) {
    static Edge plain(String source) {
      return new Edge(source, NONE);
    }
  }

  /** A cell whose operations are on edges. */
  static CellPlan ofEdges(String name, CellSpec spec, ImmutableList<ImmutableList<Edge>> nodes) {
    Set<String> read = new HashSet<>();
    if (spec.merge() == Merge.ADD) {
      nodes.forEach(edges -> edges.forEach(edge -> read.add(edge.source())));
    }
    ImmutableList<String> merged =
        IntStream.range(0, nodes.size())
            .mapToObj(CellPlan::node)
            .filter(node -> !read.contains(node))
            .collect(ImmutableList.toImmutableList());
    return new CellPlan(name, spec, nodes, ImmutableList.of(), merged);
  }

  /** A cell whose operations are on nodes; without what is on no path from input to output. */
  static CellPlan ofNodes(
      String name,
      CellSpec spec,
      List<ImmutableList<Edge>> nodes,
      ImmutableList<String> ops,
      List<String> output) {
    Set<String> fed = new HashSet<>(Set.of(input(0)));
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).stream().anyMatch(edge -> fed.contains(edge.source()))) {
        fed.add(node(i));
      }
    }
    Set<String> read = new HashSet<>(output);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (read.contains(node(i))) {
        nodes.get(i).forEach(edge -> read.add(edge.source()));
      }
    }
    ImmutableList<ImmutableList<Edge>> live =
        IntStream.range(0, nodes.size())
            .mapToObj(
                i ->
                    nodes.get(i).stream()
                        .filter(edge -> read.contains(node(i)) && fed.contains(edge.source()))
                        .collect(ImmutableList.toImmutableList()))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<String> merged =
        output.stream().filter(fed::contains).collect(ImmutableList.toImmutableList());
    return new CellPlan(name, spec, live, ops, merged);
  }

  static String input(int index) {
    return "i" + index;
  }

  static String node(int index) {
    return "n" + index;
  }

  static boolean isInput(String source) {
    return source.startsWith("i");
  }

  /** Whether any input that carries something reaches the output; zeros carry nothing. */
  boolean carries(boolean first, boolean second) {
    Set<String> carrying = new HashSet<>();
    if (first) {
      carrying.add(input(0));
    }
    if (second) {
      carrying.add(input(1));
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (Edge edge : nodes.get(i)) {
        if (carrying.contains(edge.source()) && !edge.op().equals(OperationCheck.ZERO)) {
          carrying.add(node(i));
        }
      }
    }
    return !Collections.disjoint(merged, carrying);
  }

  /** What makes it no cell of its kind, if anything does. */
  Optional<String> fault() {
    if (!(spec.wiring() instanceof Wiring.Free free)) {
      return Optional.empty();
    }
    int edges = merged.size() + nodes.stream().mapToInt(List::size).sum();
    return edges <= free.most()
        ? Optional.empty()
        : Optional.of("cell %s has %s edges, and may have %s".formatted(name, edges, free.most()));
  }
}
