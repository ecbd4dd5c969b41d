package dev.espalier.eval.weights;

/** Where a parameter of one graph lies, and which shared block it is a part of. Immutable. */
public final class Slot {
  private final String block;
  private final String layer;
  private final int[] sizes;
  private final int offset;
  private final boolean penalised;

  /**
   * A place.
   *
   * @param block key of the block
   * @param layer the graph's layer, whose gradients are clipped together
   * @param sizes of the axes, as the block has them or smaller, the last one running fastest
   * @param offset where it starts in the graph's flattened parameters
   * @param penalised whether penalties of weights hold for it
   */
  Slot(String block, String layer, int[] sizes, int offset, boolean penalised) {
    this.block = block;
    this.layer = layer;
    this.sizes = sizes;
    this.offset = offset;
    this.penalised = penalised;
  }

  public String block() {
    return block;
  }

  public String layer() {
    return layer;
  }

  public int[] sizes() {
    return sizes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return Corner.length(sizes);
  }

  public boolean penalised() {
    return penalised;
  }
}
