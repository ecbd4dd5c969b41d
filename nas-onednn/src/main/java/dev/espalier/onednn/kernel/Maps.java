package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.sum;
import org.bytedeco.javacpp.Pointer;

/** Kernels that copy and combine whole feature maps. */
public final class Maps {
  private Maps() {}

  /** From one layout to another. */
  public record Reorder(Dims dims, Layout from, Layout to) implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(from.describe(dims), to.describe(dims));
    }
  }

  /** Weighted sum: {@code dst = weights[0] * src 0 + weights[1] * src 1 + ...} */
  public record Sum(Dims dims, Layout layout, List<Float> weights) implements KernelSpec {
    /** Copies. */
    public Sum {
      weights = List.copyOf(weights);
    }

    @Override
    public Kernel build() {
      memory.desc data = layout.describe(dims);
      float[] scales = new float[weights.size()];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = weights.get(i);
      }
      var description =
          new sum.primitive_desc(
              data,
              scales,
              array(scales.length, i -> data),
              Library.engine(),
              Library.attributes());
      Kernel.Builder kernel = new Kernel.Builder(description).argument(DNNL_ARG_DST, data);
      for (int i = 0; i < scales.length; i++) {
        kernel.argument(DNNL_ARG_MULTIPLE_SRC + i, data);
      }
      return kernel.build(new sum(description));
    }
  }

  /** Of two maps, scalar by scalar. */
  public enum Operation {
    /** Sum. */
    ADD(algorithm.binary_add),
    /** Difference. */
    SUBTRACT(algorithm.binary_sub),
    /** Product. */
    MULTIPLY(algorithm.binary_mul),
    /** Greater one. */
    MAX(algorithm.binary_max),
    /** 1 where the first is at least the second, else 0. */
    AT_LEAST(algorithm.binary_ge);

    private final algorithm code;

    Operation(algorithm code) {
      this.code = code;
    }

    algorithm code() {
      return code;
    }
  }

  /**
   * Combines two maps.
   *
   * @param second the first's size, or with a single pixel, which then serves all
   */
  public record Binary(Dims first, Dims second, Layout layout, Operation operation)
      implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc a = layout.describe(first);
      memory.desc b = layout.describe(second);
      var description =
          new binary.primitive_desc(
              new binary.desc(operation.code, a, b, a), Library.attributes(), Library.engine());
      return new Kernel.Builder(description)
          .argument(DNNL_ARG_SRC_0, a)
          .argument(DNNL_ARG_SRC_1, b)
          .argument(DNNL_ARG_DST, a)
          .build(new binary(description));
    }
  }

  /** Channels of maps one after another. */
  public record Concat(List<Dims> parts, Dims whole, Layout layout) implements KernelSpec {
    /** Copies. */
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override
    public Kernel build() {
      memory.desc result = layout.describe(whole);
      var description =
          new concat.primitive_desc(
              result,
              1,
              array(parts.size(), i -> layout.describe(parts.get(i))),
              Library.engine(),
              Library.attributes());
      Kernel.Builder kernel = new Kernel.Builder(description).argument(DNNL_ARG_DST, result);
      for (int i = 0; i < parts.size(); i++) {
        kernel.argument(DNNL_ARG_MULTIPLE_SRC + i, layout.describe(parts.get(i)));
      }
      return kernel.build(new concat(description));
    }
  }

  /** Some channels of maps. */
  public record Slice(Dims whole, int firstChannel, Dims part, Layout layout)
      implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc from =
          layout.describe(whole).submemory_desc(part.array(), new long[] {0, firstChannel, 0, 0});
      return Weights.copy(from, layout.describe(part));
    }
  }

  /** Softmax over the features of vectors. */
  public record Softmax(Dims dims) implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc data = Desc.rows(dims.n(), dims.c());
      var description = softmax(data);
      return new Kernel.Builder(description)
          .argument(DNNL_ARG_SRC, data)
          .argument(DNNL_ARG_DST, data)
          .build(new softmax_forward(description));
    }
  }

  /** Gradient of softmax, from its value. */
  public record SoftmaxBackward(Dims dims) implements KernelSpec {
    @Override
    public Kernel build() {
      memory.desc data = Desc.rows(dims.n(), dims.c());
      var description =
          new softmax_backward.primitive_desc(
              new softmax_backward.desc(data, data, 1),
              Library.attributes(),
              Library.engine(),
              softmax(data));
      return new Kernel.Builder(description)
          .argument(DNNL_ARG_DST, data)
          .argument(DNNL_ARG_DIFF_DST, data)
          .argument(DNNL_ARG_DIFF_SRC, data)
          .build(new softmax_backward(description));
    }
  }

  private static softmax_forward.primitive_desc softmax(memory.desc data) {
    return new softmax_forward.primitive_desc(
        new softmax_forward.desc(prop_kind.forward_training, data, 1),
        Library.attributes(),
        Library.engine());
  }

  /** The binding takes several descriptions as one array of structures. */
  private static memory.desc array(int size, IntFunction<memory.desc> element) {
    memory.desc array = new memory.desc(size);
    for (int i = 0; i < size; i++) {
      memory.desc from = element.apply(i);
      Pointer.memcpy(array.getPointer(i), from, from.sizeof());
    }
    return array;
  }
}
