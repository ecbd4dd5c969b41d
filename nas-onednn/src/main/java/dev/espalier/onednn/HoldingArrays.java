package dev.espalier.onednn;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.CpuNDArrayFactory;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel2;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel3;

/**
 * Makes ND4J's arrays, and holds those that a matrix product reads and writes until it has ended:
 * what {@link HoldingExecutioner} does for operations. Products of views copy them first, and
 * nothing but the product knows the copies.
 *
 * <p>{@link NativeRuntime#load} has ND4J use it, unless another is named. Thread-safe as its
 * parent.
 */
public final class HoldingArrays extends CpuNDArrayFactory {
  /** As ND4J makes it when it starts. */
  public HoldingArrays(DataType type, Character order) {
    super(type, order);
  }

  /** The same. */
  public HoldingArrays(DataType type, char order) {
    super(type, order);
  }

  /** The same. */
  public HoldingArrays() {}

  @Override
  public void createLevel2() {
    level2 = new MatrixByVector();
  }

  @Override
  public void createLevel3() {
    level3 = new MatrixByMatrix();
  }

  private static final class MatrixByMatrix extends CpuLevel3 {
    @Override
    protected void sgemm(
        char order,
        char transA,
        char transB,
        int m,
        int n,
        int k,
        float alpha,
        INDArray a,
        int lda,
        INDArray b,
        int ldb,
        float beta,
        INDArray c,
        int ldc) {
      try {
        super.sgemm(order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      } finally {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
      }
    }

    @Override
    protected void dgemm(
        char order,
        char transA,
        char transB,
        int m,
        int n,
        int k,
        double alpha,
        INDArray a,
        int lda,
        INDArray b,
        int ldb,
        double beta,
        INDArray c,
        int ldc) {
      try {
        super.dgemm(order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      } finally {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
      }
    }
  }

  private static final class MatrixByVector extends CpuLevel2 {
    @Override
    protected void sgemv(
        char order,
        char transA,
        int m,
        int n,
        float alpha,
        INDArray a,
        int lda,
        INDArray x,
        int incX,
        float beta,
        INDArray y,
        int incY) {
      try {
        super.sgemv(order, transA, m, n, alpha, a, lda, x, incX, beta, y, incY);
      } finally {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
      }
    }

    @Override
    protected void dgemv(
        char order,
        char transA,
        int m,
        int n,
        double alpha,
        INDArray a,
        int lda,
        INDArray x,
        int incX,
        double beta,
        INDArray y,
        int incY) {
      try {
        super.dgemv(order, transA, m, n, alpha, a, lda, x, incX, beta, y, incY);
      } finally {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
      }
    }
  }
}
