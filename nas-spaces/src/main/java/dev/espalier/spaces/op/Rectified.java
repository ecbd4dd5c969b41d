package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.Add;
import dev.espalier.network.Concat;
import dev.espalier.network.Identity;
import dev.espalier.network.Input;
import dev.espalier.network.Layer;
import dev.espalier.network.Network;
import dev.espalier.network.Node;
import dev.espalier.network.Pool2d;
import dev.espalier.network.SequenceToImage;
import dev.espalier.network.Zero;

/**
 * What operations begin with that activate what they read: ReLU, unless that is made of a network's
 * raw input, half of which would be lost, and of what has passed one, which would not change. What
 * several operations read passes one ReLU.
 */
final class Rectified {
  private Rectified() {}

  /**
   * Adds it.
   *
   * @param key of the new layer
   * @param input id of the node that is read
   * @return id of the node that holds the result; the input itself where no ReLU is needed
   */
  static int add(Network.Builder network, String key, int input) {
    if (needsNone(network, input)) {
      return input;
    }
    return network
        .find(Activation.relu(), input)
        .orElseGet(() -> network.add(key, Activation.relu(), input));
  }

  private static boolean needsNone(Network.Builder network, int id) {
    Node node = network.node(id);
    Layer layer = node.layer();
    if (layer instanceof Input || layer instanceof SequenceToImage || layer instanceof Zero) {
      return true;
    }
    return layer.equals(Activation.relu())
        || (passesOn(layer) && node.inputs().stream().allMatch(input -> needsNone(network, input)));
  }

  private static boolean passesOn(Layer layer) {
    return layer instanceof Identity
        || layer instanceof Add
        || layer instanceof Concat
        || layer instanceof Pool2d;
  }
}
