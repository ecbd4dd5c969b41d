package dev.espalier.spaces.op;

import dev.espalier.network.Network;

/**
 * {@code squeeze_excite}: the channels weighed by squeeze-and-excitation (Hu et al. 2018), squeezed
 * to a quarter. Where the shape changes, a 1x1 convolution with batch norm comes before.
 */
final class SqueezeExcite extends ImageCellOperation {
  private static final int SQUEEZE = 4;

  @Override
  public String id() {
    return "squeeze_excite";
  }

  @Override
  public String summary() {
    return "channels weighed by squeeze-and-excitation to a quarter of them";
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Projection.addIfNeeded(network, key, input, features, stride);
    return Excitation.add(network, key, x, Math.max(1, features / SQUEEZE));
  }
}
