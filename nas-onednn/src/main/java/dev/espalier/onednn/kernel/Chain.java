package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Arithmetic on equal matrices in one pass: the first operation on the first two, each further one
 * on the result and the next matrix. May work in place of the first.
 */
public record Chain(int rows, int columns, List<Maps.Operation> operations) implements KernelSpec {
  /** Copies. */
  public Chain {
    operations = List.copyOf(operations);
  }

  /** The argument of a matrix, from 0; there is one more than operations. */
  public static int source(int index) {
    return switch (index) {
      case 0 -> DNNL_ARG_SRC_0;
      case 1 -> DNNL_ARG_SRC_1;
      default -> PostOp.argument(index - 2);
    };
  }

  @Override
  public Kernel build() {
    memory.desc data = Desc.rows(rows, columns);
    post_ops further = new post_ops();
    operations.stream().skip(1).forEach(next -> further.append_binary(next.code(), data));
    primitive_attr attributes = Library.newAttributes();
    attributes.set_post_ops(further);
    var description =
        new binary.primitive_desc(
            new binary.desc(operations.get(0).code(), data, data, data),
            attributes,
            Library.engine());
    Kernel.Builder kernel = new Kernel.Builder(description).argument(DNNL_ARG_DST, data);
    for (int i = 0; i <= operations.size(); i++) {
      kernel.argument(source(i), data);
    }
    return kernel.build(new binary(description));
  }
}
