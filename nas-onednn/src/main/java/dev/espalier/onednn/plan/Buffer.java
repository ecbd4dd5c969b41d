package dev.espalier.onednn.plan;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of memory that steps read and write: in the plan's own block, or in an array that is
 * given with each run. For one plan and one thread.
 */
public final class Buffer {
  /** Where a buffer's memory comes from. */
  enum Home {
    PLAN,
    PARAMETERS,
    GRADIENTS,
    INPUT
  }

  final Home home;
  final int index;
  final long offset;
  final long bytes;

  /** First and last step that uses it. */
  int first = Integer.MAX_VALUE;

  int last = -1;

  /** Within the plan's block; set by the placement. */
  long place = -1;

  private @Nullable Buffer whole;
  private long address;

  Buffer(Home home, int index, long offset, long bytes) {
    this.home = home;
    this.index = index;
    this.offset = offset;
    this.bytes = bytes;
  }

  /** A part of it, of memory in the plan; offset and length in bytes. */
  Buffer slice(long from, long length) {
    Buffer slice = new Buffer(home, index, from, length);
    slice.whole = this;
    return slice;
  }

  /** What it is a part of, or itself. */
  Buffer whole() {
    return whole == null ? this : whole;
  }

  void use(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  boolean isOwn() {
    return home == Home.PLAN;
  }

  void bind(long memory) {
    address = memory;
  }

  long address() {
    return whole == null ? address : whole.address() + offset;
  }

  /** Its size. */
  public long bytes() {
    return bytes;
  }

  /** Number of scalars. */
  public int length() {
    return Math.toIntExact(bytes / Float.BYTES);
  }

  /** Its scalars, while the plan's memory is bound. */
  public FloatBuffer floats() {
    return Memory.floats(address(), bytes / Float.BYTES);
  }

  Pointer pointer() {
    return Memory.pointer(address());
  }
}
