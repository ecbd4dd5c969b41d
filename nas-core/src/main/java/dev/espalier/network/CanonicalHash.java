package dev.espalier.network;

import com.google.common.collect.ImmutableList;
import dev.espalier.network.canonical.CanonicalOrder;
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

  static ImmutableList<Node> nodes(Network live) {
    return Arrays.stream(order(live, NodeLabels.of(live)))
        .mapToObj(live::node)
        .collect(ImmutableList.toImmutableList());
  }

  /** Where no two signatures are equal, they are an order of their own. */
  private static int[] order(Network live, NodeLabels labels) {
    long[] signatures = labels.signatures(live);
    long[] sorted = signatures.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return CanonicalOrder.of(labels.graph(live, signatures)).nodes();
      }
    }
    int[] order = new int[sorted.length];
    for (int id = 0; id < order.length; id++) {
      order[Arrays.binarySearch(sorted, signatures[id])] = id;
    }
    return order;
  }

  /**
   * The different labels, a line each; then a line a node, in canonical order: the number of its
   * label, then the numbers of the nodes that it reads, all counted from 0.
   */
  static String text(Network live) {
    NodeLabels labels = NodeLabels.of(live);
    int[] order = order(live, labels);
    int[] lines = new int[order.length];
    for (int line = 0; line < order.length; line++) {
      lines[order[line]] = line;
    }
    StringBuilder text = new StringBuilder("espalier-network/2\n");
    labels.palette().forEach(label -> text.append(label).append('\n'));
    for (int id : order) {
      Node node = live.node(id);
      int[] inputs = new int[node.inputs().size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = lines[node.inputs().get(i)];
      }
      if (node.layer().commutative()) {
        Arrays.sort(inputs);
      }
      text.append(labels.number(id)).append(" <-");
      for (int input : inputs) {
        text.append(' ').append(input);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
