package dev.espalier.onednn.plan;

import java.nio.FloatBuffer;
import java.util.function.BiConsumer;

/** Work of the JVM that reads one buffer and writes another. */
public final class OnBuffers implements Step.Work {
  private final Buffer source;
  private final Buffer target;
  private final BiConsumer<FloatBuffer, FloatBuffer> work;
  private FloatBuffer from = FloatBuffer.allocate(0);
  private FloatBuffer to = FloatBuffer.allocate(0);

  /** The work gets both buffers' scalars, whole. */
  public OnBuffers(Buffer source, Buffer target, BiConsumer<FloatBuffer, FloatBuffer> work) {
    this.source = source;
    this.target = target;
    this.work = work;
  }

  @Override
  public void bind() {
    from = source.floats();
    to = target.floats();
  }

  @Override
  public void run() {
    work.accept(from, to);
  }
}
