package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.layer.PositionalEncoding;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Adds to each step of series what tells its place, padded steps included.
 *
 * @param learned whether that is a table among the parameters, {@code [steps][features]}; otherwise
 *     sines and cosines
 * @param weights where the table starts, in scalars
 * @param mostSteps steps of the table
 * @param trainable whether the table has a gradient
 */
public record AddPositions(boolean learned, long weights, int mostSteps, boolean trainable)
    implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims dims = x.dims();
    Buffer source = emitter.in(x, Layout.NHWC);
    int places = dims.c() * dims.w();
    boolean tableLearns = learned && trainable;
    Value y = emitter.value(dims, Layout.NHWC, tableLearns || x.isDifferentiable());
    if (learned) {
      Buffer table = emitter.parameters(weights, places);
      emitter.host(
          "forward", new Add(source, table, y.buffer(), places), source, table, y.buffer());
    } else {
      float[] waves = waves(dims);
      emitter.host(
          "forward",
          new OnBuffers(source, y.buffer(), (from, to) -> add(from, to, waves)),
          source,
          y.buffer());
    }
    emitter.differentiate(
        y,
        gradient -> {
          if (tableLearns) {
            long all = (long) dims.c() * mostSteps;
            Buffer change = emitter.gradients(weights, all);
            emitter.host(
                "backward weights",
                new OnBuffers(gradient.buffer(), change, (from, to) -> sum(from, to, places)),
                gradient.buffer(),
                change);
          }
          emitter.contribute(x, Layout.NHWC, gradient);
        });
    return y;
  }

  private static float[] waves(Dims dims) {
    float[] waves = new float[dims.c() * dims.w()];
    for (int i = 0; i < waves.length; i++) {
      waves[i] = (float) PositionalEncoding.wave(dims.c(), i % dims.c(), i / dims.c());
    }
    return waves;
  }

  /** To each example the same numbers. */
  private static void add(FloatBuffer from, FloatBuffer to, float[] numbers) {
    float[] example = new float[numbers.length];
    for (int at = 0; at < from.capacity(); at += numbers.length) {
      from.get(at, example);
      for (int i = 0; i < example.length; i++) {
        example[i] += numbers[i];
      }
      to.put(at, example);
    }
  }

  /** Over the examples; places that none of them reaches have no gradient. */
  private static void sum(FloatBuffer from, FloatBuffer to, int places) {
    float[] example = new float[places];
    float[] sum = new float[to.capacity()];
    for (int at = 0; at < from.capacity(); at += places) {
      from.get(at, example);
      for (int i = 0; i < places; i++) {
        sum[i] += example[i];
      }
    }
    to.put(0, sum);
  }

  /** With a table that every step may have changed. */
  private static final class Add implements Step.Work {
    private final Buffer source;
    private final Buffer table;
    private final Buffer target;
    private final float[] numbers;
    private FloatBuffer from = FloatBuffer.allocate(0);
    private FloatBuffer known = FloatBuffer.allocate(0);
    private FloatBuffer to = FloatBuffer.allocate(0);

    Add(Buffer source, Buffer table, Buffer target, int places) {
      this.source = source;
      this.table = table;
      this.target = target;
      numbers = new float[places];
    }

    @Override
    public void bind() {
      from = source.floats();
      known = table.floats();
      to = target.floats();
    }

    @Override
    public void run() {
      known.get(0, numbers);
      add(from, to, numbers);
    }
  }
}
