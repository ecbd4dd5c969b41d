package dev.espalier.spaces.cell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the nodes of a cell become its output. */
public enum Merge {
  /** The sum of the nodes that no other node reads. */
  ADD,
  /**
   * All nodes side by side, projected back to the cell's width; a single node is the output as it
   * is.
   */
  CONCAT,
  /** All nodes side by side, so of as many times the cell's width, as DARTS (Liu et al. 2019). */
  CONCAT_WIDE;

  /** Name in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  static List<String> ids() {
    return Arrays.stream(values()).map(Merge::id).toList();
  }

  /**
   * The merge of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Merge of(String id) {
    return Arrays.stream(values())
        .filter(merge -> merge.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "merge '%s' must be one of %s".formatted(id, String.join(", ", ids()))));
  }
}
