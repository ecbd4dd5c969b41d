package dev.espalier.eval.sharing;

import com.google.common.io.ByteSource;
import dev.espalier.eval.weights.SharedWeights;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * How far a one-shot training is.
 *
 * @param steps that are behind it
 * @param loss of late
 * @param weights after them
 */
record Snapshot(long steps, double loss, SharedWeights weights) {
  /** Before the first step. */
  static final Snapshot NONE = new Snapshot(0, Double.NaN, SharedWeights.none());

  private static final int HEAD = Long.BYTES + Double.BYTES;

  ByteSource bytes() {
    return ByteSource.concat(
        ByteSource.wrap(ByteBuffer.allocate(HEAD).putLong(steps).putDouble(loss).array()),
        weights.bytesOfAll());
  }

  static Snapshot read(ByteSource source) {
    try (DataInputStream in = new DataInputStream(source.slice(0, HEAD).openStream())) {
      return new Snapshot(
          in.readLong(),
          in.readDouble(),
          SharedWeights.read(source.slice(HEAD, Long.MAX_VALUE - HEAD)));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read a snapshot of shared weights", cause);
    }
  }
}
