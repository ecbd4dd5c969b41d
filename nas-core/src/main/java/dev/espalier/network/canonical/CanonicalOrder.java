package dev.espalier.network.canonical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the nodes of a graph into an order that depends on the graph alone, not on how its nodes are
 * numbered: isomorphic graphs, written down in that order, are equal.
 *
 * <p>Colour refinement settles all but what looks symmetric. A node that is alone in its cell is
 * connected alike to all nodes of any one cell, so it tells nothing more; without such nodes the
 * rest falls apart into components, which are ordered one by one (Junttila and Kaski, "Conflict
 * propagation and component recursion for canonical labeling", 2011). That makes any number of
 * independent twins cheap. What is left, a connected tangle of look-alikes, is searched.
 */
public final class CanonicalOrder {
  private final int[] nodes;
  private final int steps;

  private CanonicalOrder(int[] nodes, int steps) {
    this.nodes = nodes;
    this.steps = steps;
  }

  /** The order of a graph. */
  public static CanonicalOrder of(ColouredGraph graph) {
    ColourPartition partition = new ColourPartition(graph);
    if (partition.discrete()) {
      return new CanonicalOrder(partition.order(), 0);
    }
    int[] cellOf = partition.cellOf();
    boolean[] seen = new boolean[graph.size()];
    for (int node = 0; node < seen.length; node++) {
      seen[node] = partition.size(cellOf[node]) == 1;
    }
    List<Part> parts = new ArrayList<>();
    for (int node = 0; node < seen.length; node++) {
      if (!seen[node]) {
        int[] component = graph.component(node, seen);
        if (component.length == graph.size()) {
          SymmetrySearch search = new SymmetrySearch(graph, partition);
          return new CanonicalOrder(search.order(), search.steps());
        }
        parts.add(Part.of(graph.restrict(component, cellOf), component));
      }
    }
    parts.sort((a, b) -> Arrays.compare(a.form, b.form));
    int steps = parts.stream().mapToInt(part -> part.steps).sum();
    return new CanonicalOrder(join(partition, cellOf, parts), steps);
  }

  /** Keeps the order of the cells; inside a cell, the order of the parts. */
  private static int[] join(ColourPartition partition, int[] cellOf, List<Part> parts) {
    int[] order = partition.order();
    int[] next = new int[order.length];
    Arrays.setAll(next, cell -> cell);
    for (Part part : parts) {
      for (int node : part.nodes) {
        order[next[cellOf[node]]++] = node;
      }
    }
    return order;
  }

  /** Every node once, in canonical order. */
  public int[] nodes() {
    return nodes.clone();
  }

  /** How many choices between look-alikes were tried: a measure of work. */
  public int steps() {
    return steps;
  }

  /** A component: its nodes in canonical order, and what the component looks like in that order. */
  private static final class Part {
    private final int[] nodes;
    private final int[] form;
    private final int steps;

    private Part(int[] nodes, int[] form, int steps) {
      this.nodes = nodes;
      this.form = form;
      this.steps = steps;
    }

    static Part of(ColouredGraph component, int[] names) {
      CanonicalOrder order = CanonicalOrder.of(component);
      int[] nodes = Arrays.stream(order.nodes).map(i -> names[i]).toArray();
      return new Part(nodes, component.form(order.nodes), order.steps);
    }
  }
}
