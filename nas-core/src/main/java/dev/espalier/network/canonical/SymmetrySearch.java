package dev.espalier.network.canonical;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds a canonical order of a graph that refinement alone does not settle, by individualisation
 * and refinement (McKay, "Practical graph isomorphism", 1981; McKay and Piperno, "Practical graph
 * isomorphism, II", 2014).
 *
 * <p>Each choice of a node from the first open cell, in a tree of choices, leads to a leaf: an
 * order of all nodes. The canonical order is that of the greatest leaf, by the traces of the
 * refinements on its path and then by what the graph looks like in its order. Two leaves that look
 * the same give an automorphism, and what an automorphism maps to explored ground need not be
 * explored: the search goes back to where the two paths part, and on the path to the first leaf it
 * passes over nodes in the orbit of one that was tried. Without them twins would cost factorial
 * time.
 */
final class SymmetrySearch {
  private final ColouredGraph graph;
  private final int[] path;
  private final long[] traces;
  private final int[] orbits;
  private @Nullable Leaf first;
  private @Nullable Leaf greatest;
  private int steps;

  SymmetrySearch(ColouredGraph graph, ColourPartition root) {
    this.graph = graph;
    path = new int[graph.size()];
    traces = new long[graph.size()];
    orbits = new int[graph.size()];
    Arrays.setAll(orbits, node -> node);
    explore(root, 0);
  }

  /** Every node once, in canonical order. */
  int[] order() {
    if (greatest == null) {
      throw new IllegalStateException("the search has not reached a leaf");
    }
    return greatest.order;
  }

  /** Nodes individualised. */
  int steps() {
    return steps;
  }

  /** Explores what is below a tree node; returns the depth at which to go on. */
  private int explore(ColourPartition partition, int depth) {
    if (partition.discrete()) {
      return arrive(new Leaf(graph, partition.order(), path, traces, depth));
    }
    boolean onFirstPath = first == null;
    int[] candidates = partition.firstOpenCell();
    for (int i = 0; i < candidates.length; i++) {
      if (onFirstPath && inOrbitOfEarlier(candidates, i)) {
        continue;
      }
      steps++;
      ColourPartition child = partition.individualise(candidates[i]);
      path[depth] = candidates[i];
      traces[depth] = child.trace();
      if (promising(depth + 1)) {
        int goOn = explore(child, depth + 1);
        if (goOn < depth) {
          return goOn;
        }
      }
    }
    return depth;
  }

  /** Whether a leaf below the current path may equal the first one, or be the greatest. */
  private boolean promising(int depth) {
    return first == null
        || greatest == null
        || first.compareTraces(traces, depth) == 0
        || greatest.compareTraces(traces, depth) <= 0;
  }

  private int arrive(Leaf leaf) {
    if (first == null || greatest == null) {
      first = leaf;
      greatest = leaf;
      return leaf.depth();
    }
    if (leaf.compareTo(first) == 0) {
      return joinOrbits(first, leaf);
    }
    int comparison = leaf.compareTo(greatest);
    if (comparison == 0) {
      return joinOrbits(greatest, leaf);
    }
    if (comparison > 0) {
      greatest = leaf;
    }
    return leaf.depth();
  }

  /** Takes in the automorphism between leaves that look the same; returns where they part. */
  private int joinOrbits(Leaf known, Leaf leaf) {
    for (int i = 0; i < orbits.length; i++) {
      int a = representative(known.order[i]);
      int b = representative(leaf.order[i]);
      orbits[Math.max(a, b)] = Math.min(a, b);
    }
    return Arrays.mismatch(known.path, leaf.path);
  }

  private int representative(int node) {
    int root = node;
    while (orbits[root] != root) {
      orbits[root] = orbits[orbits[root]];
      root = orbits[root];
    }
    return root;
  }

  private boolean inOrbitOfEarlier(int[] candidates, int index) {
    int own = representative(candidates[index]);
    for (int i = 0; i < index; i++) {
      if (representative(candidates[i]) == own) {
        return true;
      }
    }
    return false;
  }

  /** An order of all nodes, and the choices that led to it. */
  private static final class Leaf implements Comparable<Leaf> {
    private final int[] path;
    private final long[] traces;
    private final int[] order;
    private final int[] form;

    Leaf(ColouredGraph graph, int[] order, int[] path, long[] traces, int depth) {
      this.path = Arrays.copyOf(path, depth);
      this.traces = Arrays.copyOf(traces, depth);
      this.order = order;
      this.form = graph.form(order);
    }

    int depth() {
      return path.length;
    }

    /** Compares its traces down to a depth with those of a path that goes that far. */
    int compareTraces(long[] others, int depth) {
      return Arrays.compare(traces, 0, Math.min(depth, depth()), others, 0, depth);
    }

    @Override
    public int compareTo(Leaf other) {
      int comparison = Arrays.compare(traces, other.traces);
      return comparison != 0 ? comparison : Arrays.compare(form, other.form);
    }
  }
}
