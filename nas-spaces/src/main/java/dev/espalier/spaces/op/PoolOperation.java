package dev.espalier.spaces.op;

import dev.espalier.network.Network;
import dev.espalier.network.Pool2d;
import dev.espalier.network.Pooling;

/**
 * {@code max_pool_KxK} and {@code avg_pool_KxK}. Where the width changes a 1x1 convolution with
 * batch norm comes before. The average leaves padding out of its count. Those that end in {@code
 * _centred} are the pools of DARTS (Liu et al. 2019), as its final networks have them: without
 * batch norm.
 */
final class PoolOperation extends ImageCellOperation {
  private final Pooling pooling;
  private final int rows;
  private final int kernel;
  private final Border border;

  PoolOperation(Pooling pooling, int kernel, Border border) {
    this(pooling, kernel, kernel, border);
  }

  private PoolOperation(Pooling pooling, int rows, int kernel, Border border) {
    this.pooling = pooling;
    this.rows = rows;
    this.kernel = kernel;
    this.border = border;
  }

  /** Along the rows only, for series as images of one row. */
  static PoolOperation row(Pooling pooling, int kernel) {
    return new PoolOperation(pooling, 1, kernel, Border.SAME);
  }

  @Override
  public String id() {
    return "%s_pool_%sx%s%s"
        .formatted(pooling == Pooling.MAX ? "max" : "avg", rows, kernel, border.suffix());
  }

  @Override
  public String summary() {
    return "%s over %sx%s pixels of each channel%s"
        .formatted(pooling == Pooling.MAX ? "maximum" : "average", rows, kernel, border.note());
  }

  @Override
  public int add(Network.Builder network, String key, int input, int features, int stride) {
    int x = Projection.addIfNeeded(network, key, input, features, 1);
    return network.add(
        key + ".pool", new Pool2d(pooling, border.window(rows, kernel, stride, 1), false), x);
  }
}
