package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * Products of matrices, one after another in memory.
 *
 * @param batch how many products
 * @param rows of the first factors and the products
 * @param inner columns of the first factors, rows of the second
 * @param columns of the second factors and the products
 * @param first how the first factors lie
 * @param second how the second factors lie
 * @param postOps what is done to the products
 */
public record MatMul(
    int batch, int rows, int inner, int columns, Order first, Order second, List<PostOp> postOps)
    implements KernelSpec {
  /** Copies. */
  public MatMul {
    postOps = List.copyOf(postOps);
  }

  /** How a matrix lies in memory. */
  public enum Order {
    /** Row after row. */
    ROWS,
    /** Column after column. */
    COLUMNS
  }

  @Override
  public Kernel build() {
    memory.desc a = describe(rows, inner, first);
    memory.desc b = describe(inner, columns, second);
    memory.desc c = describe(rows, columns, Order.ROWS);
    var description =
        new matmul.primitive_desc(
            new matmul.desc(a, b, c), PostOp.attributes(postOps), Library.engine());
    return new Kernel.Builder(description)
        .argument(DNNL_ARG_SRC, a)
        .argument(DNNL_ARG_WEIGHTS, b)
        .argument(DNNL_ARG_DST, c)
        .build(new matmul(description));
  }

  private memory.desc describe(long height, long width, Order order) {
    long[] strides =
        order == Order.ROWS
            ? new long[] {height * width, width, 1}
            : new long[] {height * width, 1, height};
    return new memory.desc(new long[] {batch, height, width}, memory.data_type.f32, strides);
  }
}
