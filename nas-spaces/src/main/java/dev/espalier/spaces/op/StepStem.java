package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.Conv1d;
import dev.espalier.network.Dense;
import dev.espalier.network.Embedding;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;

/**
 * Beginnings of networks over sequences: {@code embed} looks tokens up in a table, and gives the
 * steps of a series a dense layer; {@code conv_ln_relu_K} is a convolution of what is embedded, or
 * of a series itself, layer norm and ReLU.
 */
final class StepStem implements Operation {
  private final int kernel;

  private StepStem(int kernel) {
    this.kernel = kernel;
  }

  static StepStem embedding() {
    return new StepStem(0);
  }

  static StepStem convolution(int kernel) {
    return new StepStem(kernel);
  }

  @Override
  public String id() {
    return kernel == 0 ? "embed" : "conv_ln_relu_" + kernel;
  }

  @Override
  public String summary() {
    return kernel == 0
        ? "a vector for each token; of numbers a dense layer at each step"
        : "convolution over %s steps (tokens embedded first), layer norm, ReLU".formatted(kernel);
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.SEQUENCE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.STEM);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    boolean tokens = network.shape(input) instanceof Shape.Tokens;
    int x = tokens ? network.add(key + ".embedding", new Embedding(features), input) : input;
    if (kernel == 0) {
      return tokens ? x : network.add(key + ".dense", Dense.of(features), x);
    }
    x = network.add(key + ".conv", new Conv1d(features, kernel, 1, 1, false, false), x);
    x = network.add(key + ".ln", new LayerNorm(), x);
    return network.add(key + ".relu", Activation.relu(), x);
  }
}
