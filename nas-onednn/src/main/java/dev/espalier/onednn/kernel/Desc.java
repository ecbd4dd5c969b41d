package dev.espalier.onednn.kernel;

import org.bytedeco.dnnl.memory;

/** Size and order of one argument's memory, as oneDNN describes it. Immutable, thread-safe. */
public final class Desc {
  private final memory.desc md;
  private final long bytes;

  Desc(memory.desc md) {
    md.retainReference();
    this.md = md;
    this.bytes = md.get_size();
  }

  /** Scalars one after another. */
  static memory.desc line(long length) {
    return new memory.desc(new long[] {length}, memory.data_type.f32, memory.format_tag.a);
  }

  /** A matrix, row after row. */
  static memory.desc rows(long rows, long columns) {
    return new memory.desc(new long[] {rows, columns}, memory.data_type.f32, memory.format_tag.ab);
  }

  /** Memory that it needs. */
  public long bytes() {
    return bytes;
  }

  /** For creating memory objects. */
  public memory.desc handle() {
    return md;
  }

  boolean same(memory.desc other) {
    return md.equals(other);
  }
}
