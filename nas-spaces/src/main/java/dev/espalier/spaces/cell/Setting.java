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
    return open(Domain.range(low, high));
  }

  /**
   * Open over these values; fixed if there is only one.
   *
   * @throws NumberFormatException if the only value is no whole number
   */
  static Setting open(Domain domain) {
    return domain.values().size() == 1
        ? new Fixed(Integer.parseInt(domain.values().get(0)))
        : new Open(domain);
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
   * {@link #open}: the decision is named after its place.
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
