package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.ChannelScale;
import dev.espalier.network.Dense;
import dev.espalier.network.GlobalPool;
import dev.espalier.network.Network;
import dev.espalier.network.Pooling;

/**
 * Squeeze-and-excitation (Hu et al. 2018): each channel is weighed by what a small dense network
 * makes of the means of all, with ReLU between and a sigmoid after.
 */
final class Excitation {
  private Excitation() {}

  /**
   * Adds it.
   *
   * @param key prefix of the new layers' keys
   * @param input id of an image
   * @param squeezed features of the dense layer between
   * @return id of the node that holds the weighed image
   */
  static int add(Network.Builder network, String key, int input, int squeezed) {
    int channels = network.shape(input).features();
    int x = network.add(key + ".mean", new GlobalPool(Pooling.AVERAGE), input);
    x = network.add(key + ".squeeze", Dense.of(squeezed), x);
    x = network.add(key + ".relu", Activation.relu(), x);
    x = network.add(key + ".excite", Dense.of(channels), x);
    x = network.add(key + ".sigmoid", new Activation(Activation.Function.SIGMOID), x);
    return network.add(key + ".scale", new ChannelScale(), input, x);
  }
}
