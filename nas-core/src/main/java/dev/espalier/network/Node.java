package dev.espalier.network;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * One layer in its place.
 *
 * @param id position in {@link Network#nodes()}; inputs come first
 * @param key positional weight key, unique in the network (such as {@code "cell2.n1.e0.conv"}): the
 *     name under which trained weights are shared and inherited; no part of the canonical hash
 * @param layer what is computed
 * @param inputs ids of the inputs, in order
 * @param shape output of one example
 * @param cost exact cost of one forward pass
 */
public record Node(
    int id, String key, Layer layer, ImmutableList<Integer> inputs, Shape shape, Cost cost) {

  /** Ids as a node keeps them; most nodes have one. */
  static ImmutableList<Integer> ids(List<Integer> inputs) {
    return inputs.size() == 1 ? ImmutableList.of(inputs.get(0)) : ImmutableList.copyOf(inputs);
  }
}
