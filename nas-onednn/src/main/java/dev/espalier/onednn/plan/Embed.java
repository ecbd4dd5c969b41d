package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a table in place of the tokens of sequences that name them.
 *
 * @param vocabulary rows of the table; tokens go from 0 to one less
 * @param width columns of the table
 * @param weights where the table starts among the parameters, in scalars; {@code
 *     [width][vocabulary]}
 * @param trainable whether the table has a gradient
 */
public record Embed(int vocabulary, int width, long weights, boolean trainable)
    implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Buffer tokens = emitter.in(x, Layout.NHWC);
    Buffer table = emitter.parameters(weights, (long) vocabulary * width);
    Value y = emitter.value(new Dims(in.n(), width, in.h(), in.w()), Layout.NHWC, trainable);
    emitter.host("forward", new Lookup(this, tokens, table, y.buffer()), tokens, table, y.buffer());
    emitter.differentiate(
        y,
        gradient -> {
          Buffer change = emitter.gradients(weights, (long) vocabulary * width);
          emitter.host(
              "backward weights",
              new Gather(this, tokens, gradient.buffer(), change),
              tokens,
              gradient.buffer(),
              change);
        });
    return y;
  }

  /** Row of the table. */
  private int row(float token) {
    int row = (int) token;
    if (row != token || row >= vocabulary || row < 0) {
      throw new IllegalArgumentException(
          "token %s; must be a whole number from 0 to %s".formatted(token, vocabulary - 1));
    }
    return row;
  }

  /** What both directions work with. */
  private abstract static class OnTable implements Step.Work {
    final Embed embed;
    private final Buffer tokens;
    private final Buffer first;
    private final Buffer second;

    /** The table, or its gradient; its rows stand in columns. */
    final float[] table;

    final float[] step;
    final float[] read;
    FloatBuffer from = FloatBuffer.allocate(0);
    FloatBuffer to = FloatBuffer.allocate(0);
    private FloatBuffer named = FloatBuffer.allocate(0);

    OnTable(Embed embed, Buffer tokens, Buffer first, Buffer second) {
      this.embed = embed;
      this.tokens = tokens;
      this.first = first;
      this.second = second;
      table = new float[embed.vocabulary * embed.width];
      step = new float[embed.width];
      read = new float[tokens.length()];
    }

    @Override
    public void bind() {
      named = tokens.floats();
      from = first.floats();
      to = second.floats();
    }

    @Override
    public void run() {
      named.get(0, read);
      work();
    }

    abstract void work();
  }

  private static final class Lookup extends OnTable {
    Lookup(Embed embed, Buffer tokens, Buffer table, Buffer steps) {
      super(embed, tokens, table, steps);
    }

    @Override
    void work() {
      from.get(0, table);
      for (int i = 0; i < read.length; i++) {
        int row = embed.row(read[i]);
        for (int c = 0; c < step.length; c++) {
          step[c] = table[c * embed.vocabulary + row];
        }
        to.put(i * step.length, step);
      }
    }
  }

  private static final class Gather extends OnTable {
    Gather(Embed embed, Buffer tokens, Buffer steps, Buffer change) {
      super(embed, tokens, steps, change);
    }

    @Override
    void work() {
      Arrays.fill(table, 0f);
      for (int i = 0; i < read.length; i++) {
        int row = embed.row(read[i]);
        from.get(i * step.length, step);
        for (int c = 0; c < step.length; c++) {
          table[c * embed.vocabulary + row] += step[c];
        }
      }
      to.put(0, table);
    }
  }
}
