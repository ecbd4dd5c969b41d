package dev.espalier.onednn.plan;

import java.nio.FloatBuffer;

/**
 * Moves a batch normalization's running statistics towards the batch's. DL4J keeps them among the
 * parameters and moves them by what it calls their gradient, which the updater subtracts as it is.
 */
final class RunningStatistics implements Step.Work {
  private final Normalize norm;
  private final Buffer kept;
  private final Buffer change;
  private final Buffer mean;
  private final Buffer variance;
  private FloatBuffer[] memory = new FloatBuffer[0];

  /** Writes itself as a step. */
  RunningStatistics(Normalize norm, long at, Buffer mean, Buffer variance, Emitter emitter) {
    this.norm = norm;
    this.mean = mean;
    this.variance = variance;
    kept = emitter.parameters(at, 2L * norm.channels());
    change = emitter.gradients(at, 2L * norm.channels());
    emitter.host("running statistics", this, kept, change, mean, variance);
  }

  @Override
  public void bind() {
    memory = new FloatBuffer[] {kept.floats(), change.floats(), mean.floats(), variance.floats()};
  }

  @Override
  public void run() {
    FloatBuffer running = memory[0];
    FloatBuffer delta = memory[1];
    int channels = norm.channels();
    float rate = (float) (1.0 - norm.decay());
    for (int c = 0; c < channels; c++) {
      delta.put(c, rate * (running.get(c) - memory[2].get(c)));
      float old = running.get(channels + c);
      float batch = memory[3].get(c);
      delta.put(channels + c, norm.logDeviation() ? logChange(old, batch) : rate * (old - batch));
    }
  }

  /** {@code log10} of the old deviation over the new one. */
  private float logChange(double logDeviation, double batch) {
    double old = Math.pow(10.0, 2.0 * logDeviation);
    double next = norm.decay() * old + (1.0 - norm.decay()) * batch;
    return (float) (0.5 * Math.log10(old / next));
  }
}
