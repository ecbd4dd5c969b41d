package dev.espalier.network.canonical;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A graph of coloured nodes whose edges know in which place of the reader's inputs they end. Nodes
 * are 0 .. {@code size() - 1} in no particular order. Immutable.
 */
public final class ColouredGraph {
  private final int[] colours;
  private final int[][] inputs;
  private final int[][] slots;
  private final int[][] neighbours;
  private final long[][] kinds;

  /**
   * A graph; takes over the arrays.
   *
   * @param colours of each node: those of two nodes are equal if all that is local to them is
   * @param inputs for each node, the nodes that it reads
   * @param slots for each of these, its place among the inputs; 0 where the order means nothing
   */
  public ColouredGraph(int[] colours, int[][] inputs, int[][] slots) {
    this.colours = colours;
    this.inputs = inputs;
    this.slots = slots;
    int[] degrees = new int[colours.length];
    for (int node = 0; node < colours.length; node++) {
      degrees[node] += inputs[node].length;
      for (int input : inputs[node]) {
        degrees[input]++;
      }
    }
    neighbours = Arrays.stream(degrees).mapToObj(int[]::new).toArray(int[][]::new);
    kinds = Arrays.stream(degrees).mapToObj(long[]::new).toArray(long[][]::new);
    for (int node = 0; node < colours.length; node++) {
      for (int i = 0; i < inputs[node].length; i++) {
        int input = inputs[node][i];
        arc(degrees, node, input, 2L * slots[node][i] + 1);
        arc(degrees, input, node, 2L * slots[node][i] + 2);
      }
    }
  }

  private void arc(int[] left, int from, int to, long kind) {
    int i = --left[from];
    neighbours[from][i] = to;
    kinds[from][i] = Mixer.mix(kind);
  }

  int size() {
    return colours.length;
  }

  int colour(int node) {
    return colours[node];
  }

  /** Nodes at the other ends of a node's edges in either direction, once for each edge. */
  int[] neighbours(int node) {
    return neighbours[node];
  }

  /** For each of {@link #neighbours}, direction and place of the edge, as well-mixed bits. */
  long[] kinds(int node) {
    return kinds[node];
  }

  /** The graph of some nodes and the edges among them, in new colours; node i is nodes[i] here. */
  ColouredGraph restrict(int[] nodes, int[] newColours) {
    int[] index = new int[size()];
    Arrays.fill(index, -1);
    for (int i = 0; i < nodes.length; i++) {
      index[nodes[i]] = i;
    }
    int[] ownColours = new int[nodes.length];
    int[][] ownInputs = new int[nodes.length][];
    int[][] ownSlots = new int[nodes.length][];
    for (int i = 0; i < nodes.length; i++) {
      int node = nodes[i];
      ownColours[i] = newColours[node];
      int[] kept = new int[inputs[node].length];
      int[] places = new int[kept.length];
      int count = 0;
      for (int k = 0; k < inputs[node].length; k++) {
        if (index[inputs[node][k]] >= 0) {
          kept[count] = index[inputs[node][k]];
          places[count++] = slots[node][k];
        }
      }
      ownInputs[i] = Arrays.copyOf(kept, count);
      ownSlots[i] = Arrays.copyOf(places, count);
    }
    return new ColouredGraph(ownColours, ownInputs, ownSlots);
  }

  /** The nodes that hang together with {@code start} by way of nodes not yet seen; marks them. */
  int[] component(int start, boolean[] seen) {
    List<Integer> found = new ArrayList<>();
    found.add(start);
    seen[start] = true;
    for (int next = 0; next < found.size(); next++) {
      for (int neighbour : neighbours[found.get(next)]) {
        if (!seen[neighbour]) {
          seen[neighbour] = true;
          found.add(neighbour);
        }
      }
    }
    return Ints.toArray(found);
  }

  /**
   * The graph written down in an order of its nodes: for each its colour, the number of its inputs,
   * then their slots and positions. Two graphs are isomorphic, colours kept, exactly if some order
   * of one and some order of the other give equal arrays.
   *
   * @param order every node once
   */
  int[] form(int[] order) {
    int[] positions = new int[size()];
    for (int i = 0; i < order.length; i++) {
      positions[order[i]] = i;
    }
    ImmutableIntArray.Builder form = ImmutableIntArray.builder(4 * size());
    for (int node : order) {
      long[] edges = new long[inputs[node].length];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = ((long) slots[node][i] << 32) | positions[inputs[node][i]];
      }
      Arrays.sort(edges);
      form.add(colours[node]);
      form.add(edges.length);
      for (long edge : edges) {
        form.add((int) (edge >>> 32));
        form.add((int) edge);
      }
    }
    return form.build().toArray();
  }
}
