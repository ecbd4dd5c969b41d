package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Maps in another frame: cut, widened by zeros, or both.
 *
 * @param out size of the result, of as many examples and channels
 * @param top row of the maps that becomes the result's first; negative for rows of zeros above
 * @param left column of the maps that becomes the result's first; negative for columns of zeros
 */
public record Reframe(Dims out, int top, int left) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Buffer source = emitter.in(x, Layout.NCHW);
    Value y = emitter.value(out, Layout.NCHW, x.isDifferentiable());
    copy(emitter, "forward", new Frames(x.dims(), out, top, left), source, y.buffer());
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emitter.scratch(x.dims().length() * Float.BYTES);
          Frames back = new Frames(out, x.dims(), -top, -left);
          copy(emitter, "backward", back, gradient.buffer(), dx);
          emitter.contribute(x, Layout.NCHW, new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private static void copy(
      Emitter emitter, String what, Frames frames, Buffer source, Buffer target) {
    emitter.host(what, new OnBuffers(source, target, frames::copy), source, target);
  }

  private record Frames(Dims from, Dims to, int top, int left) {
    void copy(FloatBuffer source, FloatBuffer target) {
      float[] read = new float[from.h() * from.w()];
      float[] written = new float[to.h() * to.w()];
      int firstRow = Math.max(0, -top);
      int lastRow = Math.min(to.h(), from.h() - top);
      int firstColumn = Math.max(0, -left);
      int columns = Math.min(to.w(), from.w() - left) - firstColumn;
      for (int map = 0; map < to.n() * to.c(); map++) {
        source.get(map * read.length, read);
        for (int row = firstRow; row < lastRow && columns > 0; row++) {
          System.arraycopy(
              read,
              (row + top) * from.w() + firstColumn + left,
              written,
              row * to.w() + firstColumn,
              columns);
        }
        target.put(map * written.length, written);
      }
    }
  }
}
