package dev.espalier.onednn.kernel;

import org.bytedeco.dnnl.post_ops;

/** What a convolution does to its result before it leaves the registers. */
public sealed interface PostOp {
  /** Adds what the destination held before. */
  record Accumulate() implements PostOp {
    @Override
    public void append(post_ops operations) {
      operations.append_sum();
    }
  }

  /** Applies a function. */
  record Apply(Function function) implements PostOp {
    @Override
    public void append(post_ops operations) {
      operations.append_eltwise(1f, function.forward(), function.alpha(), function.beta());
    }
  }

  /** Adds itself to a list of oneDNN. */
  void append(post_ops operations);
}
