package dev.espalier.onednn.kernel;

import org.bytedeco.dnnl.global.dnnl.algorithm;

/**
 * A function of one scalar, applied to each.
 *
 * @param forward oneDNN's algorithm
 * @param backward that of its derivative; the same, or one that reads the function's value
 * @param fromValue whether the derivative is computed from the value instead of the argument
 * @param alpha first parameter
 * @param beta second parameter
 */
public record Function(
    algorithm forward, algorithm backward, boolean fromValue, float alpha, float beta) {
  /** The greater of x and 0. */
  public static final Function RELU =
      value(algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd, 0f);

  /** Between 0 and 6. */
  public static final Function RELU6 = argument(algorithm.eltwise_clip, 0f, 6f);

  /** Hyperbolic tangent. */
  public static final Function TANH =
      value(algorithm.eltwise_tanh, algorithm.eltwise_tanh_use_dst_for_bwd, 0f);

  /** Logistic function. */
  public static final Function SIGMOID =
      value(algorithm.eltwise_logistic, algorithm.eltwise_logistic_use_dst_for_bwd, 0f);

  /** {@code x * relu6(x + 3) / 6}. */
  public static final Function HARD_SWISH = argument(algorithm.eltwise_hardswish, 0f, 0f);

  /** {@code x} above 0, {@code alpha * x} below; {@code alpha} at least 0. */
  public static Function leakyRelu(double alpha) {
    return value(algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd, (float) alpha);
  }

  /** {@code x} above 0, {@code alpha * (exp(x) - 1)} below; {@code alpha} at least 0. */
  public static Function elu(double alpha) {
    return value(algorithm.eltwise_elu, algorithm.eltwise_elu_use_dst_for_bwd, (float) alpha);
  }

  /** {@code x * sigmoid(alpha * x)}. */
  public static Function swish(double alpha) {
    return argument(algorithm.eltwise_swish, (float) alpha, 0f);
  }

  /** {@code alpha * x + beta}. */
  public static Function linear(double alpha, double beta) {
    return argument(algorithm.eltwise_linear, (float) alpha, (float) beta);
  }

  private static Function value(algorithm forward, algorithm backward, float alpha) {
    return new Function(forward, backward, true, alpha, 0f);
  }

  private static Function argument(algorithm forward, float alpha, float beta) {
    return new Function(forward, forward, false, alpha, beta);
  }
}
