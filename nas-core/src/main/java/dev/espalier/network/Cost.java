package dev.espalier.network;

/**
 * Exact cost of a layer or a network, for one forward pass of one example.
 *
 * @param params trainable scalars; batch norm's running statistics are not trainable
 * @param macs multiply-accumulates of convolution, dense, recurrent and attention products
 * @param flops {@code 2 * macs} plus the counted element-wise work: one per bias added, per
 *     activation evaluated and per pooled input read, two per batch-normalised scalar, and one per
 *     addition of two scalars, and, in a recurrent layer or a scaling of channels, one per product
 *     of two scalars
 * @param activationBytes bytes of the layer's output as 32-bit floats; of a network, the sum over
 *     its layers, which is what training keeps for the backward pass
 */
public record Cost(long params, long macs, long flops, long activationBytes) {
  public static final Cost NONE = new Cost(0, 0, 0, 0);

  public Cost {
    if (params < 0 || macs < 0 || flops < 0 || activationBytes < 0) {
      throw new IllegalArgumentException(
          "cost must not be negative: params %s, macs %s, flops %s, activationBytes %s"
              .formatted(params, macs, flops, activationBytes));
    }
  }

  /** Sum of both; throws {@link ArithmeticException} where it exceeds a long. */
  public Cost plus(Cost other) {
    return new Cost(
        Math.addExact(params, other.params),
        Math.addExact(macs, other.macs),
        Math.addExact(flops, other.flops),
        Math.addExact(activationBytes, other.activationBytes));
  }
}
