package dev.espalier.onednn.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.espalier.onednn.kernel.Kernel;
import dev.espalier.onednn.kernel.Maps;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inverted dropout (Srivastava et al. 2014) in training, nothing at inference. The masks follow
 * from the state of ND4J's generator of the calling thread.
 *
 * @param keep probability that a scalar is kept, and then divided by it
 */
public record DropUnits(double keep) implements Operation {
  @Override
  public Value emit(Emitter emitter, List<Value> inputs) {
    Value x = inputs.get(0);
    if (!emitter.isTraining()) {
      return x;
    }
    Buffer mask = emitter.scratch(x.dims().length() * Float.BYTES);
    emitter.host("mask", new OnBuffers(mask, mask, (same, floats) -> draw(floats)), mask);
    Kernel kernel =
        emitter.require(new Maps.Binary(x.dims(), x.dims(), x.layout(), Maps.Operation.MULTIPLY));
    Value y = emitter.value(x.dims(), x.layout(), x.isDifferentiable());
    emitter
        .call(kernel)
        .with(DNNL_ARG_SRC_0, x.buffer())
        .with(DNNL_ARG_SRC_1, mask)
        .with(DNNL_ARG_DST, y.buffer())
        .emit("forward");
    emitter.differentiate(
        y,
        gradient -> {
          Buffer dx = emitter.scratch(kernel, DNNL_ARG_DST);
          emitter
              .call(kernel)
              .with(DNNL_ARG_SRC_0, gradient.buffer())
              .with(DNNL_ARG_SRC_1, mask)
              .with(DNNL_ARG_DST, dx)
              .emit("backward");
          emitter.contribute(x, x.layout(), new Emitter.Gradient(dx, true));
        });
    return y;
  }

  private void draw(FloatBuffer mask) {
    SplittableRandom random = new SplittableRandom(Nd4j.getRandom().nextLong());
    float[] drawn = new float[mask.capacity()];
    float kept = (float) (1.0 / keep);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextDouble() < keep ? kept : 0f;
    }
    mask.put(0, drawn);
  }
}
