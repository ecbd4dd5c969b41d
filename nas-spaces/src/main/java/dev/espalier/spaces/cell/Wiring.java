package dev.espalier.spaces.cell;

/** Which edges a cell may have, and where its operations are. */
public sealed interface Wiring {

  /** {@link PerNode}. */
  static Wiring perNode(int edges) {
    return new PerNode(edges);
  }

  /** {@link All}. */
  static Wiring all() {
    return All.INSTANCE;
  }

  /** {@link Free}. */
  static Wiring free(int most) {
    return new Free(most);
  }

  /**
   * Operations on edges, each node choosing its predecessors, as in NASNet (Zoph et al. 2018) and
   * DARTS (Liu et al. 2019).
   *
   * @param edges operations summed in a node, from 1 to 8, each on another predecessor; fewer where
   *     a node has fewer predecessors
   */
  record PerNode(int edges) implements Wiring {}

  /**
   * Operations on edges, one between every two nodes, as in NAS-Bench-201 (Dong and Yang 2020). As
   * each edge is a decision of its own place, crossover mixes them one by one.
   */
  enum All implements Wiring {
    INSTANCE
  }

  /**
   * Operations on nodes, any edges between them up to a number, as in NAS-Bench-101 (Ying et al.
   * 2019): whether there is an edge is a decision for every two of the input, the nodes and the
   * output. Nodes that are not on a path from the input to the output do not count.
   *
   * @param most edges in a cell, at least 1
   */
  record Free(int most) implements Wiring {}
}
