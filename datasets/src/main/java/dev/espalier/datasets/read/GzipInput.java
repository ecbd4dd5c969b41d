package dev.espalier.datasets.read;

import com.google.common.io.CountingInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks gzip, and stops where a few kilobytes turn out to hold gigabytes: such a file is made to
 * fill memory, not to hold data.
 */
final class GzipInput extends FilterInputStream {
  /** Tables of zeros reach about 300; the most that gzip can pack is 1,032. */
  private static final long MOST_TIMES = 500;

  private static final long ALWAYS_ALLOWED = 64L << 20;

  private final CountingInputStream packed;
  private long unpacked;

  private GzipInput(CountingInputStream packed) throws IOException {
    super(new GZIPInputStream(packed));
    this.packed = packed;
  }

  static GzipInput of(InputStream packed) throws IOException {
    return new GzipInput(new CountingInputStream(packed));
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int more) throws IOException {
    unpacked += more;
    if (unpacked > ALWAYS_ALLOWED && unpacked > MOST_TIMES * packed.getCount()) {
      throw new IOException(
          "it unpacks to more than %s times its size; unpack it yourself if that is meant"
              .formatted(MOST_TIMES));
    }
  }
}
