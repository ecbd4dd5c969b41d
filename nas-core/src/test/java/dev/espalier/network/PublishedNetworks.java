package dev.espalier.network;

/**
 * Networks whose sizes are published, layer by layer from the papers. Keys are like those of a
 * search space, {@code stage.block.layer}.
 */
public final class PublishedNetworks {
  private PublishedNetworks() {}

  /**
   * LeNet-5 as it is usually built today (LeCun et al. 1998, figure 2): every map of the second
   * convolution reads all six below, subsampling is a plain average, and the output is a dense
   * layer. {@code [1, 32, 32] -> [10]}.
   */
  public static Network leNet5() {
    Network.Builder network = Network.builder(new Shape.Image(1, 32, 32));
    int x = network.add("c1", new Conv2d(6, Window.valid(5, 1), 1, true), 0);
    x = tanh(network, "c1.tanh", x);
    x = network.add("s2", Pool2d.average(Window.valid(2, 2)), x);
    x = network.add("c3", new Conv2d(16, Window.valid(5, 1), 1, true), x);
    x = tanh(network, "c3.tanh", x);
    x = network.add("s4", Pool2d.average(Window.valid(2, 2)), x);
    x = network.add("flat", new Flatten(), x);
    x = tanh(network, "f5.tanh", network.add("f5", Dense.of(120), x));
    x = tanh(network, "f6.tanh", network.add("f6", Dense.of(84), x));
    network.add("logits", Dense.of(10), x);
    return network.build();
  }

  private static int tanh(Network.Builder network, String key, int input) {
    return network.add(key, new Activation(Activation.Function.TANH), input);
  }

  /** ResNet-18 (He et al. 2016, table 1). {@code [3, 224, 224] -> [1000]}. */
  public static Network resNet18() {
    Network.Builder network = Network.builder(new Shape.Image(3, 224, 224));
    int x = convolution(network, "stem", Conv2d.of(64, Window.padded(7, 2, 3)), 0);
    x = network.add("stem.relu", Activation.relu(), x);
    x = network.add("stem.pool", Pool2d.max(Window.padded(3, 2, 1)), x);
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 2; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = residual(network, "s" + stage + ".b" + block, 64 << stage, stride, x);
      }
    }
    x = network.add("head.pool", new GlobalPool(Pooling.AVERAGE), x);
    network.add("head.logits", Dense.of(1000), x);
    return network.build();
  }

  private static int residual(
      Network.Builder network, String key, int filters, int stride, int input) {
    int shortcut = input;
    if (stride > 1) {
      Layer projection = Conv2d.of(filters, Window.valid(1, stride));
      shortcut = convolution(network, key + ".shortcut", projection, input);
    }
    Layer first = Conv2d.of(filters, Window.padded(3, stride, 1));
    int x = convolution(network, key + ".first", first, input);
    x = network.add(key + ".first.relu", Activation.relu(), x);
    x = convolution(network, key + ".second", Conv2d.of(filters, Window.padded(3, 1, 1)), x);
    x = network.add(key + ".sum", new Add(), x, shortcut);
    return network.add(key + ".relu", Activation.relu(), x);
  }

  /** MobileNet 1.0 at 224 pixels (Howard et al. 2017, table 1). {@code [3, 224, 224] -> [1000]}. */
  public static Network mobileNetV1() {
    int[] filters = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    Network.Builder network = Network.builder(new Shape.Image(3, 224, 224));
    int x = convolution(network, "stem", Conv2d.of(32, Window.same(3, 2)), 0);
    x = network.add("stem.relu", Activation.relu(), x);
    for (int block = 0; block < filters.length; block++) {
      String key = "b" + block;
      // Halved wherever the filters double, but for the first time.
      int channels = ((Shape.Image) network.shape(x)).channels();
      int stride = block > 0 && filters[block] > channels ? 2 : 1;
      x = convolution(network, key + ".d", Conv2d.depthwise(channels, Window.same(3, stride)), x);
      x = network.add(key + ".d.relu", Activation.relu(), x);
      x = convolution(network, key + ".p", Conv2d.of(filters[block], Window.same(1, 1)), x);
      x = network.add(key + ".p.relu", Activation.relu(), x);
    }
    x = network.add("head.pool", new GlobalPool(Pooling.AVERAGE), x);
    network.add("head.logits", Dense.of(1000), x);
    return network.build();
  }

  private static int convolution(Network.Builder network, String key, Layer layer, int input) {
    int x = network.add(key + ".conv", layer, input);
    return network.add(key + ".norm", new BatchNorm(), x);
  }
}
