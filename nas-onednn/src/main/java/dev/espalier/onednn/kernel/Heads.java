package dev.espalier.onednn.kernel;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * The features of some heads among those of series {@code [rows][steps][features]}, and the same
 * head by head: {@code [rows][heads][steps][width]}.
 *
 * @param features of a step in all
 * @param first feature of the first head
 * @param width features of a head
 */
public record Heads(int rows, int steps, int features, int first, int heads, int width) {

  /** From the series, times a factor. */
  public record Split(Heads of, float factor) implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(of.inSeries(), of.apart(), scaled(factor));
    }
  }

  /** Into the series, times a factor; other features of it stay as they are. */
  public record Merge(Heads of, float factor) implements KernelSpec {
    @Override
    public Kernel build() {
      return Weights.copy(of.apart(), of.inSeries(), scaled(factor));
    }
  }

  private static primitive_attr scaled(float factor) {
    if (factor == 1f) {
      return Library.attributes();
    }
    primitive_attr attributes = Library.newAttributes();
    attributes.set_output_scales(0, new float[] {factor});
    return attributes;
  }

  private memory.desc inSeries() {
    long[] size = {rows, features / width, steps, width};
    long[] strides = {(long) steps * features, width, features, 1};
    return new memory.desc(size, memory.data_type.f32, strides)
        .submemory_desc(
            new long[] {rows, heads, steps, width}, new long[] {0, first / width, 0, 0});
  }

  private memory.desc apart() {
    return new memory.desc(
        new long[] {rows, heads, steps, width}, memory.data_type.f32, memory.format_tag.abcd);
  }
}
