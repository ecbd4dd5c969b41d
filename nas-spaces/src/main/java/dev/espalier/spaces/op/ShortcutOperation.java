package dev.espalier.spaces.op;

import dev.espalier.network.BatchNorm;
import dev.espalier.network.Conv2d;
import dev.espalier.network.Network;
import dev.espalier.network.Window;

/**
 * {@code shortcut}: ReLU, a 1x1 convolution where the shape changes, batch norm in any case, as
 * past the blocks of the ResNet for series (Wang et al. 2017) and of InceptionTime (Ismail Fawaz et
 * al. 2020).
 */
final class ShortcutOperation extends ImageCellOperation {
  @Override
  public String id() {
    return "shortcut";
  }

  @Override
  public String summary() {
    return "ReLU, 1x1 convolution where the shape changes, batch norm";
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Rectified.add(network, key + ".relu", input);
    if (stride > 1 || network.shape(x).features() != features) {
      x = network.add(key + ".conv", Conv2d.of(features, Window.same(1, stride)), x);
    }
    return network.add(key + ".bn", new BatchNorm(), x);
  }
}
