package dev.espalier.onednn;

import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.IndexAccumulation;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * Runs ND4J's operations, and holds each one, with the arrays that it reads and writes, until its
 * kernel has ended. ND4J takes the addresses of an operation's buffers and then calls the kernel:
 * compiled code no longer needs the operation by then, a garbage collection at that moment finds it
 * unreachable, and its buffers are freed while the kernel reads them. Loops over the steps of a
 * sequence, which make millions of short-lived arrays, ended the process so now and then.
 *
 * <p>{@link NativeRuntime#load} has ND4J use it, unless another is named. Thread-safe as its
 * parent.
 */
public final class HoldingExecutioner extends NativeOpExecutioner {
  @Override
  public INDArray exec(Op op) {
    return holding(() -> super.exec(op), op);
  }

  @Override
  public INDArray exec(Op op, OpContext context) {
    return holding(() -> super.exec(op, context), op, context);
  }

  @Override
  public INDArray exec(IndexAccumulation op, OpContext context) {
    return holding(() -> super.exec(op, context), op, context);
  }

  @Override
  public INDArray exec(ReduceOp op, OpContext context) {
    return holding(() -> super.exec(op, context), op, context);
  }

  @Override
  public INDArray exec(ScalarOp op, OpContext context) {
    return holding(() -> super.exec(op, context), op, context);
  }

  @Override
  public INDArray exec(BroadcastOp op, OpContext context) {
    return holding(() -> super.exec(op, context), op, context);
  }

  @Override
  public INDArray exec(RandomOp op, OpContext context, Random random) {
    return holding(() -> super.exec(op, context, random), op, context);
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    return holding(() -> super.exec(op, context), op, context);
  }

  private static <T> T holding(Supplier<T> kernel, @Nullable Object... held) {
    try {
      return kernel.get();
    } finally {
      Reference.reachabilityFence(held);
    }
  }
}
