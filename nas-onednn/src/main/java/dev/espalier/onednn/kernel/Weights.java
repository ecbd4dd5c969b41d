package dev.espalier.onednn.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;

/**
 * Order of a convolution's weights outside oneDNN.
 *
 * @param size {@code groups, outputs of a group, inputs of a group, height, width}; the groups left
 *     out where there is one
 * @param strides scalars from one to the next, in each of these
 */
public record Weights(List<Long> size, List<Long> strides) {
  /** Copies. */
  public Weights {
    size = List.copyOf(size);
    strides = List.copyOf(strides);
  }

  /** Outermost first, as the sizes are named. */
  public static Weights plain(int groups, int outputs, int inputs, int height, int width) {
    long map = (long) height * width;
    return groups == 1
        ? new Weights(
            List.of((long) outputs, (long) inputs, (long) height, (long) width),
            List.of(inputs * map, map, (long) width, 1L))
        : new Weights(
            List.of((long) groups, (long) outputs, (long) inputs, (long) height, (long) width),
            List.of(inputs * map * outputs, inputs * map, map, (long) width, 1L));
  }

  /** {@code [height, width, channels, multiplier]}, as DL4J keeps a depthwise convolution's. */
  public static Weights depthwise(int channels, int multiplier, int height, int width) {
    long outputs = (long) channels * multiplier;
    return grouped(
        List.of((long) channels, (long) multiplier, 1L, (long) height, (long) width),
        List.of((long) multiplier, 1L, outputs * height * width, width * outputs, outputs));
  }

  /**
   * {@code [multiplier, channels, height, width]}, as DL4J keeps the depthwise half of a separable
   * convolution's.
   */
  public static Weights separable(int channels, int multiplier, int height, int width) {
    long map = (long) height * width;
    return grouped(
        List.of((long) channels, (long) multiplier, 1L, (long) height, (long) width),
        List.of(map, channels * map, map * channels * multiplier, (long) width, 1L));
  }

  /** {@code [steps, inputs, outputs]}, as DL4J takes those of a convolution of series. */
  public static Weights series(int outputs, int inputs, int steps) {
    long step = (long) inputs * outputs;
    return new Weights(
        List.of((long) outputs, (long) inputs, 1L, (long) steps),
        List.of(1L, (long) outputs, step * steps, step));
  }

  /** A convolution of one group has weights without groups. */
  private static Weights grouped(List<Long> size, List<Long> strides) {
    return size.get(0) == 1
        ? new Weights(size.subList(1, size.size()), strides.subList(1, strides.size()))
        : new Weights(size, strides);
  }

  /** Scalars in all. */
  public long length() {
    return size.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** Whether an argument of a kernel has this order already. */
  public boolean isOrderOf(Kernel kernel, int argument) {
    return kernel.argument(argument).same(describe());
  }

  /** To the order that an argument of another kernel has. */
  public record Into(Weights of, KernelSpec owner, int argument) implements KernelSpec {
    @Override
    public Kernel build() {
      return copy(of.describe(), target(owner, argument));
    }
  }

  /** From the order that an argument of another kernel has. */
  public record From(Weights of, KernelSpec owner, int argument) implements KernelSpec {
    @Override
    public Kernel build() {
      return copy(target(owner, argument), of.describe());
    }
  }

  static memory.desc target(KernelSpec owner, int argument) {
    return Kernels.get(owner).orElseThrow().argument(argument).handle();
  }

  private memory.desc describe() {
    return new memory.desc(
        size.stream().mapToLong(Long::longValue).toArray(),
        memory.data_type.f32,
        strides.stream().mapToLong(Long::longValue).toArray());
  }

  static Kernel copy(memory.desc from, memory.desc to) {
    return copy(from, to, Library.attributes());
  }

  static Kernel copy(memory.desc from, memory.desc to, primitive_attr attributes) {
    var description =
        new reorder.primitive_desc(Library.engine(), from, Library.engine(), to, attributes, false);
    return new Kernel.Builder(description)
        .argument(DNNL_ARG_SRC, from)
        .argument(DNNL_ARG_DST, to)
        .build(new reorder(description));
  }
}
