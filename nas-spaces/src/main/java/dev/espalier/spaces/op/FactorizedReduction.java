package dev.espalier.spaces.op;

import dev.espalier.network.Activation;
import dev.espalier.network.BatchNorm;
import dev.espalier.network.Concat;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Identity;
import dev.espalier.network.Network;
import dev.espalier.network.Shape;
import dev.espalier.network.Shift;
import dev.espalier.network.Window;

/**
 * {@code factorized_reduce} halves as DARTS (Liu et al. 2019) does: ReLU, two 1x1 convolutions of
 * stride 2 side by side, one on the pixels of even rows and columns, one on those of odd ones,
 * batch norm. Of an odd number of channels the second has one more. On sizes that are odd zeros
 * follow the last pixel, as in NAS-Bench-201 (Dong and Yang 2020), where DARTS fails; an axis of
 * one pixel is not shifted. At stride 1 it is ReLU, 1x1 convolution, batch norm.
 *
 * <p>{@code skip_factorized} is that where the image shrinks or the width changes, and else the
 * identity: {@code skip_connect} of both papers.
 */
final class FactorizedReduction extends ImageCellOperation {
  private final boolean skips;

  private FactorizedReduction(boolean skips) {
    this.skips = skips;
  }

  static FactorizedReduction always() {
    return new FactorizedReduction(false);
  }

  static FactorizedReduction whereNeeded() {
    return new FactorizedReduction(true);
  }

  @Override
  public String id() {
    return skips ? "skip_factorized" : "factorized_reduce";
  }

  @Override
  public String summary() {
    String halving = "two 1x1 convolutions of stride 2 on shifted grids, batch norm";
    return skips ? "identity; to halve, " + halving : "ReLU, " + halving;
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    if (stride > 1) {
      return halve(network, key, input, features, stride);
    }
    if (!skips) {
      int x = network.add(key + ".relu", Activation.relu(), input);
      return Projection.add(network, key, x, features, 1);
    }
    return network.shape(input).features() == features
        ? network.add(key + ".identity", new Identity(), input)
        : Projection.add(network, key, input, features, 1);
  }

  private static int halve(
      Network.Builder network, String key, int input, int features, int stride) {
    int x = network.add(key + ".relu", Activation.relu(), input);
    int first = features / 2;
    Window grid = Window.same(1, stride);
    int second = shift(network, key, x, stride / 2);
    second = network.add(key + ".odd", Conv2d.of(features - first, grid), second);
    if (first > 0) {
      int even = network.add(key + ".even", Conv2d.of(first, grid), x);
      second = network.add(key + ".concat", new Concat(), even, second);
    }
    return network.add(key + ".bn", new BatchNorm(), second);
  }

  private static int shift(Network.Builder network, String key, int input, int pixels) {
    // On anything but an image the convolution says what is wrong.
    if (!(network.shape(input) instanceof Shape.Image image)) {
      return input;
    }
    int rows = image.height() > pixels ? pixels : 0;
    int columns = image.width() > pixels ? pixels : 0;
    return rows == 0 && columns == 0
        ? input
        : network.add(key + ".shift", new Shift(rows, columns), input);
  }
}
