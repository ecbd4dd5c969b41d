package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.espalier.onednn.kernel.Dense;
import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Heads;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Layout;
import dev.espalier.onednn.kernel.Maps;
import dev.espalier.onednn.kernel.MatMul;
import dev.espalier.onednn.kernel.MatMul.Order;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Scaled dot-product attention between the steps of series (Vaswani et al. 2017, section 3.2.1). A
 * step of the first input holds queries, keys and values one after another, the heads of each side
 * by side; the second input is the mask, where there is one.
 *
 * @param causal whether a step attends to none after it
 * @param similarity where a square matrix that stands between queries and keys starts among the
 *     parameters, in scalars; empty without one
 * @param trainable whether that has a gradient
 */
public record Attend(int heads, boolean causal, Optional<Long> similarity, boolean trainable)
    implements Operation {
  private static final int PARTS = 3;

  /** Vanishes in a softmax. */
  private static final float HIDDEN = -1e30f;

  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    Dims in = x.dims();
    Optional<Buffer> mask = inputs.stream().skip(1).map(Value::buffer).findFirst();
    Dims out = in.withChannels(in.c() / PARTS);
    boolean differentiable =
        x.isDifferentiable() || (similarity.isPresent() && trainable && emitter.isTraining());
    Value y = emitter.value(out, Layout.NHWC, differentiable);
    new Emission(emitter, this, in).emit(x, mask, y);
    return y;
  }

  /** Writes the steps of one operation. */
  private static final class Emission {
    private final Emitter emitter;
    private final Attend attend;
    private final int rows;
    private final int steps;
    private final int features;
    private final int width;
    private final float scale;

    Emission(Emitter emitter, Attend attend, Dims in) {
      this.emitter = emitter;
      this.attend = attend;
      rows = in.n();
      steps = in.w();
      features = in.c() / PARTS;
      width = features / attend.heads;
      scale = (float) (1.0 / Math.sqrt(width));
    }

    void emit(Value x, Optional<Buffer> mask, Value y) {
      Buffer series = emitter.in(x, Layout.NHWC);
      Buffer query = split(part(0), scale, series);
      Buffer key = split(part(1), 1f, series);
      Buffer value = split(part(2), 1f, series);
      Buffer asked = query;
      if (attend.similarity.isPresent()) {
        Kernel kernel = emitter.require(new Dense.Forward(dense(), List.of()));
        asked = emitter.scratch(kernel, DNNL_ARG_DST);
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, query)
            .with(DNNL_ARG_WEIGHTS, matrix())
            .with(DNNL_ARG_DST, asked)
            .emit("similarity");
      }
      Buffer scores = multiply(scores(), asked, key, "scores");
      hide(scores, mask);
      Dims all = Dims.vector(rows * attend.heads * steps, steps);
      emitter.copy(new Maps.Softmax(all), scores, scores, "softmax");
      merge(whole(), 1f, multiply(mixed(), scores, value, "values"), y.buffer());
      Buffer compared = asked;
      emitter.differentiate(
          y,
          gradient -> {
            Buffer dMixed = split(whole(), 1f, gradient.buffer());
            Buffer dSeries = emitter.scratch((long) rows * steps * PARTS * features * Float.BYTES);
            merge(part(2), 1f, multiply(back(), scores, dMixed, "d values"), dSeries);
            Buffer dScores = multiply(scores(), dMixed, value, "d weights");
            emitter
                .call(emitter.require(new Maps.SoftmaxBackward(all)))
                .with(DNNL_ARG_DST, scores)
                .with(DNNL_ARG_DIFF_DST, dScores)
                .with(DNNL_ARG_DIFF_SRC, dScores)
                .emit("d softmax");
            merge(part(1), 1f, multiply(back(), dScores, compared, "d keys"), dSeries);
            Buffer dAsked = multiply(mixed(), dScores, key, "d queries");
            merge(part(0), scale, queries(query, dAsked), dSeries);
            emitter.contribute(x, Layout.NHWC, new Emitter.Gradient(dSeries, true));
          });
    }

    /** From the gradient of what is compared with keys to that of the queries. */
    private Buffer queries(Buffer query, Buffer dAsked) {
      if (attend.similarity.isEmpty()) {
        return dAsked;
      }
      if (attend.trainable) {
        emitter
            .call(emitter.require(new Dense.BackwardWeights(dense())))
            .with(DNNL_ARG_SRC, query)
            .with(DNNL_ARG_DIFF_DST, dAsked)
            .with(
                DNNL_ARG_DIFF_WEIGHTS,
                emitter.gradients(attend.similarity.get(), (long) width * width))
            .emit("d similarity");
      }
      Kernel kernel = emitter.require(new Dense.BackwardData(dense()));
      Buffer dQuery = emitter.scratch(kernel, DNNL_ARG_DIFF_SRC);
      emitter
          .call(kernel)
          .with(DNNL_ARG_DIFF_DST, dAsked)
          .with(DNNL_ARG_WEIGHTS, matrix())
          .with(DNNL_ARG_DIFF_SRC, dQuery)
          .emit("d queries");
      return dQuery;
    }

    private Dense dense() {
      return new Dense(rows * attend.heads * steps, width, width, false, Dense.Order.OUTPUTS_FIRST);
    }

    private Buffer matrix() {
      return emitter.parameters(attend.similarity.orElseThrow(), (long) width * width);
    }

    private Heads part(int index) {
      return new Heads(rows, steps, PARTS * features, index * features, attend.heads, width);
    }

    private Heads whole() {
      return new Heads(rows, steps, features, 0, attend.heads, width);
    }

    /** Steps by features times the transpose of the same. */
    private MatMul scores() {
      return product(steps, width, steps, Order.ROWS, Order.COLUMNS);
    }

    /** Steps by steps times steps by features. */
    private MatMul mixed() {
      return product(steps, steps, width, Order.ROWS, Order.ROWS);
    }

    /** The transpose of steps by steps times steps by features. */
    private MatMul back() {
      return product(steps, steps, width, Order.COLUMNS, Order.ROWS);
    }

    private MatMul product(int height, int inner, int across, Order first, Order second) {
      return new MatMul(rows * attend.heads, height, inner, across, first, second, List.of());
    }

    private Buffer multiply(MatMul product, Buffer first, Buffer second, String what) {
      Kernel kernel = emitter.require(product);
      Buffer result = emitter.scratch(kernel, DNNL_ARG_DST);
      emitter
          .call(kernel)
          .with(DNNL_ARG_SRC, first)
          .with(DNNL_ARG_WEIGHTS, second)
          .with(DNNL_ARG_DST, result)
          .emit(what);
      return result;
    }

    private Buffer split(Heads part, float factor, Buffer series) {
      Buffer apart = emitter.scratch((long) rows * steps * features * Float.BYTES);
      emitter.copy(new Heads.Split(part, factor), series, apart, "split heads");
      return apart;
    }

    private void merge(Heads part, float factor, Buffer apart, Buffer series) {
      emitter.copy(new Heads.Merge(part, factor), apart, series, "merge heads");
    }

    private void hide(Buffer scores, Optional<Buffer> mask) {
      if (!attend.causal && mask.isEmpty()) {
        return;
      }
      float[] hidden = new float[steps];
      Arrays.fill(hidden, HIDDEN);
      Dims series = new Dims(rows, attend.heads * steps, 1, steps);
      new Lengths(
              series,
              scores,
              scores,
              mask,
              (same, floats, lengths) -> hide(floats, lengths, hidden))
          .emit(emitter, "hide");
    }

    private void hide(FloatBuffer scores, int[] lengths, float[] hidden) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < attend.heads * steps; i++) {
          int seen = attend.causal ? Math.min(lengths[row], i % steps + 1) : lengths[row];
          int first = (row * attend.heads * steps + i) * steps;
          scores.put(first + seen, hidden, 0, steps - seen);
        }
      }
    }
  }
}
