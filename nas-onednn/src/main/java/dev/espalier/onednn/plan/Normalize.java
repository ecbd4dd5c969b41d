package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.espalier.onednn.kernel.BatchNorm;
import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Kernels;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Batch normalization. Its parameters lie together: scale and shift of each channel, where they are
 * learned, then running mean and variance (or the logarithm of the deviation, base 10).
 *
 * @param channels of its input
 * @param at where its parameters start, in scalars
 * @param fixed scale and shift that are not learned; empty where they are
 * @param decay share of the running statistics that a step keeps
 * @param logDeviation whether the variance is kept as the logarithm of its root, base 10
 * @param trainable whether the batch's own statistics are used and gradients found; else the
 *     running ones, and none
 * @param relu whether a rectifier follows
 */
public record Normalize(
    int channels,
    long at,
    Optional<Fixed> fixed,
    double epsilon,
    double decay,
    boolean logDeviation,
    boolean trainable,
    boolean relu)
    implements Operation {

  /** Scale and shift of all channels. */
  public record Fixed(double scale, double shift) {}

  /** The same with a rectifier after it. */
  public Normalize withRelu() {
    return new Normalize(channels, at, fixed, epsilon, decay, logDeviation, trainable, true);
  }

  /** Parameters in all. */
  long length() {
    return (fixed.isPresent() ? 2L : 4L) * channels;
  }

  private long statisticsAt() {
    return at + length() - 2L * channels;
  }

  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    return emitter.isTraining() && trainable
        ? train(emitter, inputs.get(0))
        : infer(emitter, inputs.get(0));
  }

  private Value train(Emitter emitter, Value x) {
    List<BatchNorm> candidates = candidates(emitter, x);
    Kernels.Choice choice = emitter.first(candidates.stream().map(BatchNorm.Forward::new).toList());
    BatchNorm chosen = candidates.get(choice.index());
    Kernel kernel = choice.kernel();
    Buffer source = emitter.in(x, chosen.layout());
    Buffer affine = affine(emitter);
    Buffer mean = emitter.scratch(kernel, DNNL_ARG_MEAN);
    Buffer variance = emitter.scratch(kernel, DNNL_ARG_VARIANCE);
    Buffer result = emitter.scratch(kernel, DNNL_ARG_DST);
    Optional<Buffer> workspace =
        relu ? Optional.of(emitter.scratch(kernel, DNNL_ARG_WORKSPACE)) : Optional.empty();
    Emitter.Call forward =
        emitter
            .call(kernel)
            .with(DNNL_ARG_SRC, source)
            .with(DNNL_ARG_SCALE_SHIFT, affine)
            .with(DNNL_ARG_MEAN, mean)
            .with(DNNL_ARG_VARIANCE, variance)
            .with(DNNL_ARG_DST, result);
    workspace.ifPresent(bits -> forward.with(DNNL_ARG_WORKSPACE, bits));
    forward.emit("forward", chosen.layout());
    new RunningStatistics(this, statisticsAt(), mean, variance, emitter);
    Value y = emitter.value(x.dims(), chosen.layout(), result, true);
    emitter.differentiate(
        y,
        gradient -> {
          Kernel derivative = emitter.require(new BatchNorm.Backward(chosen));
          Buffer dx =
              gradient.owned() ? gradient.buffer() : emitter.scratch(derivative, DNNL_ARG_DIFF_SRC);
          Buffer dAffine =
              fixed.isPresent()
                  ? emitter.scratch(derivative, DNNL_ARG_DIFF_SCALE_SHIFT)
                  : emitter.gradients(at, 2L * channels);
          Emitter.Call backward =
              emitter
                  .call(derivative)
                  .with(DNNL_ARG_SRC, source)
                  .with(DNNL_ARG_MEAN, mean)
                  .with(DNNL_ARG_VARIANCE, variance)
                  .with(DNNL_ARG_SCALE_SHIFT, affine)
                  .with(DNNL_ARG_DIFF_DST, gradient.buffer())
                  .with(DNNL_ARG_DIFF_SRC, dx)
                  .with(DNNL_ARG_DIFF_SCALE_SHIFT, dAffine);
          workspace.ifPresent(bits -> backward.with(DNNL_ARG_WORKSPACE, bits));
          backward.emit("backward", chosen.layout());
          emitter.contribute(x, chosen.layout(), new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private Value infer(Emitter emitter, Value x) {
    if (emitter.isTraining() && x.isDifferentiable()) {
      throw new UnsupportedGraphException(
          "a batch normalization that is not trained, after layers that are");
    }
    List<BatchNorm> candidates = candidates(emitter, x);
    Kernels.Choice choice =
        emitter.first(candidates.stream().map(BatchNorm.Inference::new).toList());
    BatchNorm chosen = candidates.get(choice.index());
    Kernel kernel = choice.kernel();
    Value y = emitter.value(x.dims(), chosen.layout(), false);
    Buffer mean = emitter.parameters(statisticsAt(), channels);
    Buffer kept = emitter.parameters(statisticsAt() + channels, channels);
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC, emitter.in(x, chosen.layout()))
        .with(DNNL_ARG_SCALE_SHIFT, affine(emitter))
        .with(DNNL_ARG_MEAN, mean)
        .with(DNNL_ARG_VARIANCE, logDeviation ? variance(emitter, kept) : kept)
        .with(DNNL_ARG_DST, y.buffer())
        .emit("forward", chosen.layout());
    return y;
  }

  private List<BatchNorm> candidates(Emitter emitter, Value x) {
    return emitter.layoutsFrom(x).stream()
        .map(layout -> new BatchNorm(x.dims(), layout, (float) epsilon, relu))
        .toList();
  }

  /** Scale and shift of each channel; those that are fixed are written before they are read. */
  private Buffer affine(Emitter emitter) {
    if (fixed.isEmpty()) {
      return emitter.parameters(at, 2L * channels);
    }
    Buffer buffer = emitter.scratch(2L * channels * Float.BYTES);
    Fixed values = fixed.get();
    emitter.host(
        "scale and shift",
        new OnBuffers(
            buffer,
            buffer,
            (from, to) -> {
              for (int c = 0; c < channels; c++) {
                to.put(c, (float) values.scale());
                to.put(channels + c, (float) values.shift());
              }
            }),
        buffer);
    return buffer;
  }

  private static Buffer variance(Emitter emitter, Buffer logDeviation) {
    Buffer variance = emitter.scratch(logDeviation.bytes);
    emitter.host(
        "variance",
        new OnBuffers(
            logDeviation,
            variance,
            (from, to) -> {
              for (int c = 0; c < from.capacity(); c++) {
                to.put(c, (float) Math.pow(10.0, 2.0 * from.get(c)));
              }
            }),
        logDeviation,
        variance);
    return variance;
  }

  /** What it does to a channel at inference: {@code scale * x + shift}. */
  static final class Affine {
    private final float[] scale;
    private final float[] shift;

    private Affine(int channels) {
      scale = new float[channels];
      shift = new float[channels];
    }

    float scale(int channel) {
      return scale[channel];
    }

    float shift(int channel) {
      return shift[channel];
    }
  }

  /** The affine map that parameters of it amount to. */
  Affine affine(FloatBuffer parameters) {
    Affine affine = new Affine(channels);
    int statistics = fixed.isPresent() ? 0 : 2 * channels;
    for (int c = 0; c < channels; c++) {
      double gamma = fixed.isPresent() ? fixed.get().scale() : parameters.get(c);
      double beta = fixed.isPresent() ? fixed.get().shift() : parameters.get(channels + c);
      double kept = parameters.get(statistics + channels + c);
      double variance = logDeviation ? Math.pow(10.0, 2.0 * kept) : kept;
      double factor = gamma / Math.sqrt(variance + epsilon);
      affine.scale[c] = (float) factor;
      affine.shift[c] = (float) (beta - parameters.get(statistics + c) * factor);
    }
    return affine;
  }
}
