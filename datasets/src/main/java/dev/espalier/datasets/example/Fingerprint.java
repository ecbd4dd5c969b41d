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
    hasher.putInt(values.length);
    if (buffer.capacity() < values.length * Float.BYTES) {
      buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    }
    buffer.clear();
    for (float value : values) {
      buffer.putFloat(value);
    }
    hasher.putBytes(buffer.array(), 0, buffer.position());
    return this;
  }

  /** The hash as 64 lower-case hexadecimal digits; nothing can be added afterwards. */
  public String finish() {
    return hasher.hash().toString();
  }
}
