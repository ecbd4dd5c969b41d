package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Work of the JVM that reads one buffer and writes another, and knows how many steps of each row
 * count.
 */
final class Lengths implements Step.Work {
  private final Buffer source;
  private final Buffer target;
  private final Optional<Buffer> mask;
  private final Reader work;
  private final int[] lengths;
  private final int steps;
  private FloatBuffer from = FloatBuffer.allocate(0);
  private FloatBuffer to = FloatBuffer.allocate(0);
  private FloatBuffer counts = FloatBuffer.allocate(0);

  /** What is done. */
  interface Reader {
    /** Both buffers' scalars, whole, and the steps of each row that count. */
    void work(FloatBuffer from, FloatBuffer to, int[] lengths);
  }

  private Lengths(Dims series, Buffer source, Buffer target, Optional<Buffer> mask, Reader work) {
    this.source = source;
    this.target = target;
    this.mask = mask;
    this.work = work;
    this.lengths = new int[series.n()];
    this.steps = series.w();
  }

  /** Writes the step; without a mask all steps count. */
  static void emit(
      Emitter emitter,
      String what,
      Dims series,
      Buffer source,
      Buffer target,
      Optional<Buffer> mask,
      Reader work) {
    Lengths step = new Lengths(series, source, target, mask, work);
    if (mask.isPresent()) {
      emitter.host(what, step, source, target, mask.get());
    } else {
      emitter.host(what, step, source, target);
    }
  }

  @Override
  public void bind() {
    from = source.floats();
    to = target.floats();
    mask.ifPresent(buffer -> counts = buffer.floats());
  }

  @Override
  public void run() {
    for (int row = 0; row < lengths.length; row++) {
      lengths[row] = mask.isPresent() ? length(row) : steps;
    }
    work.work(from, to, lengths);
  }

  private int length(int row) {
    int length = 0;
    while (length < steps && counts.get(row * steps + length) != 0f) {
      length++;
    }
    return length;
  }
}
