package dev.espalier.spaces.op;

import dev.espalier.network.Shape;

/** What flows through a cell. */
public enum Kind {
  /** {@code [channels, height, width]}. */
  IMAGE("image"),
  /** {@code [features, steps]}, or tokens. */
  SEQUENCE("sequence"),
  /** {@code [features]}. */
  VECTOR("vector");

  private final String id;

  Kind(String id) {
    this.id = id;
  }

  /** The kind of a shape. */
  public static Kind of(Shape shape) {
    if (shape instanceof Shape.Image) {
      return IMAGE;
    }
    return shape instanceof Shape.Vector ? VECTOR : SEQUENCE;
  }

  /** Name in files. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
