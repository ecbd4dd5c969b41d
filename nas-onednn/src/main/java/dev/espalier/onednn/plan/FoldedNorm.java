package dev.espalier.onednn.plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weights and bias of a convolution that include the batch normalization after it. */
final class FoldedNorm implements Step.Work {
  private final List<Long> size;
  private final List<Long> strides;
  private final Normalize norm;
  private final Buffer raw;
  private final @Nullable Buffer shift;
  private final Buffer statistics;
  private final Buffer weights;
  private final Buffer bias;
  private FloatBuffer[] memory = new FloatBuffer[0];

  FoldedNorm(
      Convolve convolution, Normalize norm, Buffer raw, @Nullable Buffer shift, Emitter emitter) {
    boolean grouped = convolution.groups() > 1;
    List<Long> sizes = convolution.order().size();
    List<Long> steps = convolution.order().strides();
    // One way to walk both: a convolution of one group is grouped by 1.
    this.size = grouped ? sizes : prepend(1L, sizes);
    this.strides = grouped ? steps : prepend(0L, steps);
    this.norm = norm;
    this.raw = raw;
    this.shift = shift;
    statistics = emitter.parameters(norm.at(), norm.length());
    weights = emitter.scratch(raw.bytes);
    bias = emitter.scratch((long) convolution.out().c() * Float.BYTES);
    Buffer[] used =
        shift == null
            ? new Buffer[] {raw, statistics, weights, bias}
            : new Buffer[] {raw, statistics, weights, bias, shift};
    emitter.host("fold batch normalization", this, used);
  }

  Buffer weights() {
    return weights;
  }

  Buffer bias() {
    return bias;
  }

  private static List<Long> prepend(long first, List<Long> rest) {
    List<Long> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  @Override
  public void bind() {
    memory =
        new FloatBuffer[] {
          raw.floats(),
          statistics.floats(),
          weights.floats(),
          bias.floats(),
          shift == null ? FloatBuffer.allocate(0) : shift.floats()
        };
  }

  @Override
  public void run() {
    FloatBuffer from = memory[0];
    FloatBuffer to = memory[2];
    FloatBuffer offset = memory[3];
    FloatBuffer before = memory[4];
    Normalize.Affine affine = norm.affine(memory[1]);
    int channel = 0;
    for (int group = 0; group < size.get(0); group++) {
      for (int output = 0; output < size.get(1); output++) {
        float scale = affine.scale(channel);
        float old = before.capacity() == 0 ? 0f : before.get(channel);
        offset.put(channel, affine.shift(channel) + old * scale);
        long start = group * strides.get(0) + output * strides.get(1);
        scale(from, to, start, scale);
        channel++;
      }
    }
  }

  private void scale(FloatBuffer from, FloatBuffer to, long start, float scale) {
    int inputs = size.get(2).intValue();
    int height = size.get(3).intValue();
    int width = size.get(4).intValue();
    int overInputs = strides.get(2).intValue();
    int overRows = strides.get(3).intValue();
    int overColumns = strides.get(4).intValue();
    for (int input = 0; input < inputs; input++) {
      for (int row = 0; row < height; row++) {
        int at = (int) start + input * overInputs + row * overRows;
        for (int column = 0; column < width; column++, at += overColumns) {
          to.put(at, from.get(at) * scale);
        }
      }
    }
  }
}
