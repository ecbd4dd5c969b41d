package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** What a kernel does to its result before it leaves the registers. */
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

  /** Adds a matrix of the result's size, an argument of its own. */
  record Add(long rows, long columns) implements PostOp {
    @Override
    public void append(post_ops operations) {
      operations.append_binary(algorithm.binary_add, describe());
    }

    memory.desc describe() {
      return Desc.rows(rows, columns);
    }
  }

  /** The argument of a matrix that the operation of this place, from 0, adds. */
  static int argument(int index) {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1;
  }

  /** Settings of a kernel that does these, in their order. */
  static primitive_attr attributes(List<PostOp> postOps) {
    if (postOps.isEmpty()) {
      return Library.attributes();
    }
    post_ops operations = new post_ops();
    postOps.forEach(operation -> operation.append(operations));
    primitive_attr attributes = Library.newAttributes();
    attributes.set_post_ops(operations);
    return attributes;
  }

  /** Adds itself to a list of oneDNN. */
  void append(post_ops operations);
}
