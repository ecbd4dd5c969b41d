package dev.espalier.spaces.op;

import com.google.common.collect.ImmutableSet;
import dev.espalier.network.Activation;
import dev.espalier.network.Conv1d;
import dev.espalier.network.Dense;
import dev.espalier.network.Layer;
import dev.espalier.network.LayerNorm;
import dev.espalier.network.Network;

/**
 * Convolutions over the steps of a sequence, in the orders of those over images, with layer norm
 * (Ba et al. 2016) in the place of batch norm, as padded steps would count in the statistics of a
 * batch. {@code conv_K}: ReLU, convolution, layer norm. {@code sep_conv_K}: ReLU, depthwise
 * convolution, dense layer at each step, layer norm, twice. {@code dil_conv_K}: that once, with a
 * dilation of 2.
 */
final class StepConvolution implements Operation {
  private final String id;
  private final int kernel;
  private final int passes;
  private final int dilation;

  private StepConvolution(String id, int kernel, int passes, int dilation) {
    this.id = id;
    this.kernel = kernel;
    this.passes = passes;
    this.dilation = dilation;
  }

  static StepConvolution full(int kernel) {
    return new StepConvolution("conv_" + kernel, kernel, 0, 1);
  }

  static StepConvolution separable(int kernel) {
    return new StepConvolution("sep_conv_" + kernel, kernel, 2, 1);
  }

  static StepConvolution dilated(int kernel) {
    return new StepConvolution("dil_conv_" + kernel, kernel, 1, 2);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return passes == 0
        ? "ReLU, convolution over %s steps, layer norm".formatted(kernel)
        : "ReLU, %sdepthwise convolution over %s steps, dense layer, layer norm; %s"
            .formatted(dilation == 1 ? "" : "dilated ", kernel, passes == 1 ? "once" : "twice");
  }

  @Override
  public ImmutableSet<Kind> kinds() {
    return ImmutableSet.of(Kind.SEQUENCE);
  }

  @Override
  public ImmutableSet<Role> roles() {
    return ImmutableSet.of(Role.CELL);
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    if (passes == 0) {
      int x = network.add(key + ".relu", Activation.relu(), input);
      Layer map =
          kernel == 1
              ? new Dense(features, false)
              : new Conv1d(features, kernel, 1, 1, false, false);
      x = network.add(key + ".conv", map, x);
      return network.add(key + ".ln", new LayerNorm(), x);
    }
    int x = pass(network, key + ".a", input, features);
    return passes == 1 ? x : pass(network, key + ".b", x, features);
  }

  private int pass(Network.Builder network, String key, int input, int features) {
    int width = network.shape(input).features();
    int x = network.add(key + ".relu", Activation.relu(), input);
    x = network.add(key + ".dw", new Conv1d(width, kernel, dilation, width, false, false), x);
    x = network.add(key + ".pw", new Dense(features, false), x);
    return network.add(key + ".ln", new LayerNorm(), x);
  }
}
