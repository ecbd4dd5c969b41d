package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Work of the JVM that makes rows or other series of series, and the same of their gradients, and
 * knows how many steps of each count.
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

  /** Of series of a size; {@link #emit} writes the step. */
  Lengths(Dims series, Buffer source, Buffer target, Optional<Buffer> mask, Reader work) {
    this.source = source;
    this.target = target;
    this.mask = mask;
    this.work = work;
    this.lengths = new int[series.n()];
    this.steps = series.w();
  }

  /**
   * A row of each series.
   *
   * @param inputs the series, and the mask of them where not all steps count
   * @param forward from series, a step's features side by side, to rows
   * @param backward from the gradient of the rows to that of the series, which is all zeros before
   */
  static Value rows(Emitter emitter, List<Value> inputs, Reader forward, Reader backward) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Value y = emitter.value(Dims.vector(in.n(), in.c()), Layout.NHWC, x.isDifferentiable());
    emit(emitter, inputs, y, forward, backward, emitter::zeros);
    return y;
  }

  /**
   * Series of the same size.
   *
   * @param inputs as of {@link #rows}
   * @param forward from series to series
   * @param backward from the gradient of the result to that of the series
   */
  static Value series(Emitter emitter, List<Value> inputs, Reader forward, Reader backward) {
    Value x = inputs.get(0);
    Value y = emitter.value(x.dims(), Layout.NHWC, x.isDifferentiable());
    emit(emitter, inputs, y, forward, backward, emitter::scratch);
    return y;
  }

  private static void emit(
      Emitter emitter,
      List<Value> inputs,
      Value y,
      Reader forward,
      Reader backward,
      LongFunction<Buffer> memory) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Optional<Buffer> mask = inputs.stream().skip(1).map(Value::buffer).findFirst();
    new Lengths(in, emitter.in(x, Layout.NHWC), y.buffer(), mask, forward).emit(emitter, "forward");
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = memory.apply(in.length() * Float.BYTES);
          new Lengths(in, gradient.buffer(), dx, mask, backward).emit(emitter, "backward");
          emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dx, true));
        });
  }

  /** Writes the step. */
  void emit(Emitter emitter, String what) {
    if (mask.isPresent()) {
      emitter.host(what, this, source, target, mask.get());
    } else {
      emitter.host(what, this, source, target);
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
