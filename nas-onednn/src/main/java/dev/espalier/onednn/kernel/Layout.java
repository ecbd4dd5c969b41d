package dev.espalier.onednn.kernel;

import org.bytedeco.dnnl.memory;

/** Order of a feature map's scalars in memory; oneDNN's name in the comment. */
public enum Layout {
  /** Channels outermost: {@code nchw}, what ND4J's arrays hold. */
  NCHW(memory.format_tag.nchw, 1),
  /** Channels innermost: {@code nhwc}. */
  NHWC(memory.format_tag.nhwc, 1),
  /** Blocks of 8 channels innermost: {@code nChw8c}, the width of an AVX2 register. */
  BLOCKED_8(memory.format_tag.nChw8c, 8),
  /** Blocks of 16 channels innermost: {@code nChw16c}, the width of an AVX-512 register. */
  BLOCKED_16(memory.format_tag.nChw16c, 16);

  private final memory.format_tag tag;
  private final int block;

  Layout(memory.format_tag tag, int block) {
    this.tag = tag;
    this.block = block;
  }

  /** Channels that lie side by side; 1 where the layout is not blocked. */
  public int block() {
    return block;
  }

  /** Whether maps of this size need no padding in this layout. */
  public boolean fits(Dims dims) {
    return dims.c() % block == 0;
  }

  /** Whether maps of this size lie in memory the same way in both layouts. */
  public boolean sameBytes(Layout other, Dims dims) {
    return this == other || (rank(dims) == other.rank(dims) && rank(dims) != Order.BLOCKED);
  }

  private enum Order {
    CHANNELS_FIRST,
    CHANNELS_LAST,
    BLOCKED
  }

  /** What the layout amounts to: with one pixel, one channel or one block, layouts coincide. */
  private Order rank(Dims dims) {
    if (dims.isVector() || dims.c() == 1) {
      return fits(dims) ? Order.CHANNELS_LAST : Order.BLOCKED;
    }
    if (this == NCHW) {
      return Order.CHANNELS_FIRST;
    }
    return this == NHWC || dims.c() == block ? Order.CHANNELS_LAST : Order.BLOCKED;
  }

  memory.desc describe(Dims dims) {
    return new memory.desc(dims.array(), memory.data_type.f32, tag);
  }
}
