package dev.espalier.spaces.cell;

import dev.espalier.space.Domain;

/** A whole number of a space: given, left open in its place, or set by a named decision. */
public sealed interface Setting {

  /** This number. */
  static Setting of(int value) {
    return new Fixed(value);
  }

  /** Open from {@code low} to {@code high}, both included; fixed if they are the same. */
  static Setting range(int low, int high) {
    return low == high ? new Fixed(low) : new Open(Domain.range(low, high));
  }

  /** Whatever the decision of this name comes out as. */
  static Setting decision(String name) {
    return new Named(name);
  }

  /**
   * {@link #of}.
   *
   * @param value the number
   */
  record Fixed(int value) implements Setting {}

  /**
   * Open in its place; the decision is named after it.
   *
   * @param domain its values, whole numbers all
   */
  record Open(Domain domain) implements Setting {}

  /**
   * {@link #decision}.
   *
   * @param decision a decision of the space
   */
  record Named(String decision) implements Setting {}
}
