package dev.espalier.onednn.kernel;

import org.bytedeco.dnnl.memory;

/** Steps of series, sorted anew. */
public record StepOrder(int rows, int steps, int features, Sorted to) implements KernelSpec {
  /** What comes first. */
  public enum Sorted {
    /** {@code [steps][rows][features]}. */
    BY_STEP,
    /** {@code [rows][steps][features]}. */
    BY_ROW;

    private Sorted other() {
      return this == BY_STEP ? BY_ROW : BY_STEP;
    }
  }

  @Override
  public Kernel build() {
    return Weights.copy(describe(to.other()), describe(to));
  }

  private memory.desc describe(Sorted order) {
    long row = order == Sorted.BY_ROW ? (long) steps * features : features;
    long step = order == Sorted.BY_ROW ? features : (long) rows * features;
    return new memory.desc(
        new long[] {rows, steps, features}, memory.data_type.f32, new long[] {row, step, 1});
  }
}
