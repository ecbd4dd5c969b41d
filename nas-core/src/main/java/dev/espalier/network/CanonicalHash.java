package dev.espalier.network;

import java.util.Arrays;

/**
 * The hash of a network up to isomorphism.
 *
 * <p>It is the SHA-256 of the network written down in its {@link CanonicalOrder}. The text holds
 * all that makes the network, apart from keys, so equal texts are isomorphic networks; the order
 * makes isomorphic networks equal texts. Hashes of iterated neighbourhoods (as in Ying et al.,
 * "NAS-Bench-101", 2019) are simpler, but give some networks that differ the same hash: those that
 * colour refinement cannot tell apart.
 */
final class CanonicalHash {
  private CanonicalHash() {}

  static String of(Network live) {
    return CanonicalText.hash(text(live));
  }

  /** One line a node, in canonical order: its label, then the lines that it reads. */
  static String text(Network live) {
    int[] order = CanonicalOrder.of(ColouredGraph.of(live)).nodes();
    int[] lines = new int[order.length];
    for (int line = 0; line < order.length; line++) {
      lines[order[line]] = line;
    }
    StringBuilder text = new StringBuilder("espalier-network/1\n");
    for (int id : order) {
      Node node = live.node(id);
      int[] inputs = node.inputs().stream().mapToInt(input -> lines[input]).toArray();
      if (node.layer().commutative()) {
        Arrays.sort(inputs);
      }
      text.append(ColouredGraph.label(node)).append(" <-");
      for (int input : inputs) {
        text.append(' ').append(input);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
