package dev.espalier.network;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import dev.espalier.network.canonical.ColouredGraph;
import dev.espalier.network.canonical.Mixer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is local to each node of a network, its layer and its shape, as text and as a number.
 * Immutable.
 */
final class NodeLabels {
  private final ImmutableList<String> palette;
  private final int[] numbers;

  private NodeLabels(ImmutableList<String> palette, int[] numbers) {
    this.palette = palette;
    this.numbers = numbers;
  }

  static NodeLabels of(Network network) {
    Map<Layer, Map<Shape, Integer>> known = new HashMap<>();
    Map<String, Integer> sorted = new TreeMap<>();
    int[] found = new int[network.nodes().size()];
    for (Node node : network.nodes()) {
      found[node.id()] =
          known
              .computeIfAbsent(node.layer(), layer -> new HashMap<>())
              .computeIfAbsent(
                  node.shape(),
                  shape -> {
                    // Layers that only number their parts differently are one text.
                    String text = CanonicalText.of(node.layer()) + " -> " + CanonicalText.of(shape);
                    return sorted.computeIfAbsent(text, added -> sorted.size());
                  });
    }
    int[] ranks = new int[sorted.size()];
    int rank = 0;
    for (int number : sorted.values()) {
      ranks[number] = rank++;
    }
    for (int id = 0; id < found.length; id++) {
      found[id] = ranks[found[id]];
    }
    return new NodeLabels(ImmutableList.copyOf(sorted.keySet()), found);
  }

  /** The different labels, sorted. */
  ImmutableList<String> palette() {
    return palette;
  }

  /** Place of a node's label in the {@link #palette}. */
  int number(int id) {
    return numbers[id];
  }

  /**
   * For each node, 64 bits mixed from its label, all that it is computed from, and what is computed
   * from it; equal for symmetric nodes, and hardly ever for others. They depend on the structure of
   * the network alone, not on ids.
   */
  long[] signatures(Network network) {
    long[] forward = new long[numbers.length];
    for (Node node : network.nodes()) {
      long read = 0;
      for (int i = 0; i < node.inputs().size(); i++) {
        read += Mixer.mix(forward[node.inputs().get(i)], slot(node, i));
      }
      forward[node.id()] = Mixer.mix(Mixer.mix(numbers[node.id()]), read);
    }
    long[] both = new long[numbers.length];
    for (Node node : network.nodes().reverse()) {
      long own = Mixer.mix(forward[node.id()], both[node.id()]);
      both[node.id()] = own;
      for (int i = 0; i < node.inputs().size(); i++) {
        both[node.inputs().get(i)] += Mixer.mix(own, slot(node, i));
      }
    }
    return both;
  }

  /**
   * The network as a graph whose colours are the labels, told apart further by signatures.
   *
   * @param signatures of the nodes of the network, see {@link #signatures}
   */
  ColouredGraph graph(Network network, long[] signatures) {
    int size = signatures.length;
    Integer[] sorted = new Integer[size];
    Arrays.setAll(sorted, id -> id);
    // Labels first: those of two nodes may differ where by some chance the signatures do not.
    Arrays.sort(
        sorted,
        Comparator.<Integer>comparingInt(this::number).thenComparingLong(id -> signatures[id]));
    int[] colours = new int[size];
    for (int i = 1; i < size; i++) {
      int id = sorted[i];
      int before = sorted[i - 1];
      boolean alike = number(id) == number(before) && signatures[id] == signatures[before];
      colours[id] = colours[before] + (alike ? 0 : 1);
    }
    int[][] inputs = new int[size][];
    int[][] slots = new int[size][];
    for (Node node : network.nodes()) {
      int id = node.id();
      inputs[id] = Ints.toArray(node.inputs());
      slots[id] = new int[inputs[id].length];
      Arrays.setAll(slots[id], i -> slot(node, i));
    }
    return new ColouredGraph(colours, inputs, slots);
  }

  /** Place of an input; 0 where their order means nothing. */
  private static int slot(Node node, int input) {
    return node.layer().commutative() ? 0 : input;
  }
}
