package dev.espalier.onednn.plan;

import dev.espalier.onednn.kernel.Dims;
import dev.espalier.onednn.kernel.Layout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Feature maps that one operation computes and others read. For one plan. */
public final class Value {
  private final Dims dims;
  private final Layout layout;
  private final Buffer buffer;
  private final boolean differentiable;
  private final Map<Layout, Buffer> copies = new EnumMap<>(Layout.class);
  final List<Gradient> gradients = new ArrayList<>();

  /**
   * One contribution to a value's gradient, in the value's layout.
   *
   * @param shared whether others read the buffer too, so that it must not be overwritten
   */
  record Gradient(Buffer buffer, boolean shared) {}

  Value(Dims dims, Layout layout, Buffer buffer, boolean differentiable) {
    this.dims = dims;
    this.layout = layout;
    this.buffer = buffer;
    this.differentiable = differentiable;
    copies.put(layout, buffer);
  }

  /** Its size. */
  public Dims dims() {
    return dims;
  }

  /** The layout that it was computed in. */
  public Layout layout() {
    return layout;
  }

  /** Its memory in that layout. */
  public Buffer buffer() {
    return buffer;
  }

  /** Whether a parameter before it needs its gradient. */
  public boolean isDifferentiable() {
    return differentiable;
  }

  Map<Layout, Buffer> copies() {
    return copies;
  }
}
