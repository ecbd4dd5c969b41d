package dev.espalier.network.canonical;

import java.util.Arrays;

/**
 * The nodes of a graph in an ordered row of cells, refined until the nodes of a cell have the same
 * edges, by kind and direction, to every cell: colour refinement, or the one-dimensional
 * Weisfeiler-Leman method, with Hopcroft's worklist. Nodes in different cells are not symmetric;
 * those of one cell may be. What comes out does not depend on how the nodes are numbered, apart
 * from the order inside a cell.
 *
 * <p>A cell is known by the position of its first node, which splitting another never changes.
 */
final class ColourPartition {
  /** Nodes that are sorted by insertion. */
  private static final int FEW = 64;

  private final ColouredGraph graph;
  private final int[] order;
  private final int[] positions;
  private final int[] cellOf;
  private final int[] sizes;
  private int cells;
  private long trace;

  private ColourPartition(ColourPartition other) {
    graph = other.graph;
    order = other.order.clone();
    positions = other.positions.clone();
    cellOf = other.cellOf.clone();
    sizes = other.sizes.clone();
    cells = other.cells;
  }

  /** The nodes by colour, refined. */
  ColourPartition(ColouredGraph graph) {
    this.graph = graph;
    int size = graph.size();
    long[] sorted = new long[size];
    Arrays.setAll(sorted, node -> ((long) graph.colour(node) << 32) | node);
    Arrays.sort(sorted);
    order = new int[size];
    Arrays.setAll(order, i -> (int) sorted[i]);
    positions = new int[size];
    cellOf = new int[size];
    sizes = new int[size];
    Worklist work = new Worklist(order.length);
    for (int i = 0; i < size; i++) {
      int node = order[i];
      positions[node] = i;
      boolean first = i == 0 || graph.colour(node) != graph.colour(order[i - 1]);
      cellOf[node] = first ? i : cellOf[order[i - 1]];
      sizes[cellOf[node]]++;
      if (first) {
        cells++;
        work.add(i);
      }
    }
    refine(work);
  }

  /** This partition with one node of a larger cell in a cell of its own, refined. */
  ColourPartition individualise(int node) {
    ColourPartition result = new ColourPartition(this);
    int cell = cellOf[node];
    result.swap(node, cell);
    result.label(cell, 1);
    result.label(cell + 1, sizes[cell] - 1);
    result.cells++;
    result.trace = Mixer.mix(cell);
    Worklist work = new Worklist(order.length);
    work.add(cell);
    result.refine(work);
    return result;
  }

  /** Whether every cell holds one node. */
  boolean discrete() {
    return cells == order.length;
  }

  /** First position of the cell of each node. */
  int[] cellOf() {
    return cellOf.clone();
  }

  /** Nodes in the cell that starts at a position. */
  int size(int cell) {
    return sizes[cell];
  }

  /** The nodes, cell by cell. */
  int[] order() {
    return order.clone();
  }

  /** What the last refinement did; equal for nodes that are symmetric. */
  long trace() {
    return trace;
  }

  /** Nodes of the first cell that holds several; there must be one. */
  int[] firstOpenCell() {
    int cell = 0;
    while (sizes[cell] == 1) {
      cell++;
    }
    return Arrays.copyOfRange(order, cell, cell + sizes[cell]);
  }

  private void refine(Worklist work) {
    long[] keys = new long[order.length];
    boolean[] seen = new boolean[order.length];
    int[] touched = new int[order.length];
    while (!work.isEmpty() && !discrete()) {
      int splitter = work.poll();
      int count = 0;
      for (int i = splitter; i < splitter + sizes[splitter]; i++) {
        int[] neighbours = graph.neighbours(order[i]);
        long[] kinds = graph.kinds(order[i]);
        for (int k = 0; k < neighbours.length; k++) {
          int neighbour = neighbours[k];
          keys[neighbour] += kinds[k];
          if (!seen[neighbour]) {
            seen[neighbour] = true;
            touched[count++] = neighbour;
          }
        }
      }
      sort(touched, count, keys);
      split(touched, count, keys, work);
      for (int i = 0; i < count; i++) {
        keys[touched[i]] = 0;
        seen[touched[i]] = false;
      }
    }
  }

  /** By cell, then key, then number. */
  private void sort(int[] nodes, int count, long[] keys) {
    if (count > FEW) {
      int[] sorted =
          Arrays.stream(nodes, 0, count)
              .boxed()
              .sorted((a, b) -> compare(a, b, keys))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, nodes, 0, count);
      return;
    }
    for (int i = 1; i < count; i++) {
      int node = nodes[i];
      int at = i;
      while (at > 0 && compare(nodes[at - 1], node, keys) > 0) {
        nodes[at] = nodes[at - 1];
        at--;
      }
      nodes[at] = node;
    }
  }

  private int compare(int a, int b, long[] keys) {
    if (cellOf[a] != cellOf[b]) {
      return Integer.compare(cellOf[a], cellOf[b]);
    }
    return keys[a] == keys[b] ? Integer.compare(a, b) : Long.compare(keys[a], keys[b]);
  }

  /** Splits every cell that holds nodes with different keys; untouched nodes have key 0. */
  private void split(int[] touched, int count, long[] keys, Worklist work) {
    for (int from = 0; from < count; ) {
      int cell = cellOf[touched[from]];
      int to = from;
      while (to < count && cellOf[touched[to]] == cell) {
        to++;
      }
      splitCell(cell, touched, from, to, keys, work);
      from = to;
    }
  }

  /** Splits one cell: first its untouched nodes, then the touched ones, given in order of keys. */
  private void splitCell(int cell, int[] touched, int from, int to, long[] keys, Worklist work) {
    int size = sizes[cell];
    int first = cell + size - (to - from);
    int parts = first > cell ? 1 : 0;
    for (int i = from; i < to; i++) {
      int node = touched[i];
      swap(node, first + i - from);
      if (i == from || keys[node] != keys[touched[i - 1]]) {
        parts++;
        trace = Mixer.mix(Mixer.mix(trace, first + i - from), keys[node]);
      }
    }
    if (parts == 1) {
      return;
    }
    int[] starts = starts(cell, first, touched, from, to, keys, parts);
    int largest = cell;
    for (int i = 0; i < parts; i++) {
      int end = i + 1 < parts ? starts[i + 1] : cell + size;
      label(starts[i], end - starts[i]);
      if (sizes[starts[i]] > sizes[largest]) {
        largest = starts[i];
      }
    }
    cells += parts - 1;
    // The edges to a part are those to the whole less those to the others: one may be left out.
    int leftOut = work.holds(cell) ? cell : largest;
    for (int part : starts) {
      if (part != leftOut) {
        work.add(part);
      }
    }
  }

  /** Where the parts of a cell start: of its untouched nodes, if any, then of those of one key. */
  private static int[] starts(
      int cell, int first, int[] touched, int from, int to, long[] keys, int parts) {
    int[] starts = new int[parts];
    int part = 0;
    if (first > cell) {
      starts[part++] = cell;
    }
    for (int i = from; i < to; i++) {
      if (i == from || keys[touched[i]] != keys[touched[i - 1]]) {
        starts[part++] = first + i - from;
      }
    }
    return starts;
  }

  private void swap(int node, int position) {
    int other = order[position];
    int from = positions[node];
    order[position] = node;
    order[from] = other;
    positions[node] = position;
    positions[other] = from;
  }

  private void label(int cell, int size) {
    sizes[cell] = size;
    for (int i = cell; i < cell + size; i++) {
      cellOf[order[i]] = cell;
    }
  }

  /** Cells still to be split by, first come first served, none twice. */
  private static final class Worklist {
    private final int[] queue;
    private final boolean[] held;
    private int first;
    private int count;

    /** For cells of a partition of this many nodes. */
    Worklist(int nodes) {
      queue = new int[nodes];
      held = new boolean[nodes];
    }

    void add(int cell) {
      if (!held[cell]) {
        held[cell] = true;
        queue[(first + count++) % queue.length] = cell;
      }
    }

    boolean holds(int cell) {
      return held[cell];
    }

    boolean isEmpty() {
      return count == 0;
    }

    int poll() {
      int cell = queue[first];
      first = (first + 1) % queue.length;
      count--;
      held[cell] = false;
      return cell;
    }
  }
}
