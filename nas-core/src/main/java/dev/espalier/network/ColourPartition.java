package dev.espalier.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

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
    order = Arrays.stream(sorted).mapToInt(entry -> (int) entry).toArray();
    positions = new int[size];
    cellOf = new int[size];
    sizes = new int[size];
    Worklist work = new Worklist();
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
    Worklist work = new Worklist();
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
    BitSet touched = new BitSet();
    while (!work.isEmpty() && !discrete()) {
      int splitter = work.poll();
      for (int i = splitter; i < splitter + sizes[splitter]; i++) {
        int[] neighbours = graph.neighbours(order[i]);
        long[] kinds = graph.kinds(order[i]);
        for (int k = 0; k < neighbours.length; k++) {
          keys[neighbours[k]] += kinds[k];
          touched.set(neighbours[k]);
        }
      }
      split(touched, keys, work);
      touched.stream().forEach(node -> keys[node] = 0);
      touched.clear();
    }
  }

  /** Splits every cell that holds nodes with different keys; untouched nodes have key 0. */
  private void split(BitSet touched, long[] keys, Worklist work) {
    List<Integer> nodes = new ArrayList<>();
    touched.stream().forEach(nodes::add);
    nodes.sort(
        Comparator.<Integer>comparingInt(node -> cellOf[node])
            .thenComparingLong(node -> keys[node]));
    for (int from = 0; from < nodes.size(); ) {
      int cell = cellOf[nodes.get(from)];
      int to = from;
      while (to < nodes.size() && cellOf[nodes.get(to)] == cell) {
        to++;
      }
      splitCell(cell, nodes.subList(from, to), keys, work);
      from = to;
    }
  }

  /** Splits one cell: first its untouched nodes, then the touched ones, given in order of keys. */
  private void splitCell(int cell, List<Integer> touched, long[] keys, Worklist work) {
    int size = sizes[cell];
    int start = cell + size - touched.size();
    List<Integer> starts = new ArrayList<>();
    if (start > cell) {
      starts.add(cell);
    }
    for (int i = 0; i < touched.size(); i++) {
      int node = touched.get(i);
      swap(node, start + i);
      if (i == 0 || keys[node] != keys[touched.get(i - 1)]) {
        starts.add(start + i);
        trace = Mixer.mix(Mixer.mix(trace, start + i), keys[node]);
      }
    }
    if (starts.size() == 1) {
      return;
    }
    int largest = cell;
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : cell + size;
      label(starts.get(i), end - starts.get(i));
      if (sizes[starts.get(i)] > sizes[largest]) {
        largest = starts.get(i);
      }
    }
    cells += starts.size() - 1;
    // The edges to a part are those to the whole less those to the others: one may be left out.
    int leftOut = work.holds(cell) ? cell : largest;
    starts.stream().filter(part -> part != leftOut).forEach(work::add);
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
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final BitSet held = new BitSet();

    void add(int cell) {
      if (!held.get(cell)) {
        held.set(cell);
        queue.add(cell);
      }
    }

    boolean holds(int cell) {
      return held.get(cell);
    }

    boolean isEmpty() {
      return queue.isEmpty();
    }

    int poll() {
      int cell = queue.remove();
      held.clear(cell);
      return cell;
    }
  }
}
