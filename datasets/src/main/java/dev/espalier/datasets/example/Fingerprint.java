package dev.espalier.datasets.example;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * SHA-256 over a canonical form of data: every text and list is preceded by its length, so that
 * different contents never run together into the same bytes. For one thread.
 */
public final class Fingerprint {
  private final Hasher hasher = Hashing.sha256().newHasher();
  private ByteBuffer buffer = ByteBuffer.allocate(4096);

  /** Adds a number. */
  public Fingerprint add(int value) {
    hasher.putInt(value);
    return this;
  }

  /** Adds a text. */
  public Fingerprint add(String text) {
    hasher.putInt(text.length()).putUnencodedChars(text);
    return this;
  }

  /** Adds a list of texts. */
  public Fingerprint add(List<String> texts) {
    hasher.putInt(texts.size());
    texts.forEach(this::add);
    return this;
  }

  /** Adds numbers, bit by bit. */
  public Fingerprint add(float[] values) {
    ByteBuffer bits = room(values.length, Float.BYTES);
    for (float value : values) {
      bits.putFloat(value);
    }
    hasher.putBytes(bits.flip());
    return this;
  }

  /** Adds numbers, bit by bit. */
  public Fingerprint add(double[] values) {
    ByteBuffer bits = room(values.length, Double.BYTES);
    for (double value : values) {
      bits.putDouble(value);
    }
    hasher.putBytes(bits.flip());
    return this;
  }

  /** The buffer, for so many numbers of so many bytes, whose count it adds. */
  private ByteBuffer room(int count, int bytes) {
    hasher.putInt(count);
    if (buffer.capacity() < count * bytes) {
      buffer = ByteBuffer.allocate(Math.multiplyExact(count, bytes));
    }
    return buffer.clear();
  }

  /** The hash as 64 lower-case hexadecimal digits; nothing can be added afterwards. */
  public String finish() {
    return hasher.hash().toString();
  }
}
