package dev.espalier.spaces.cell;

/** How the nodes of a cell become its output. */
public enum Merge {
  /** The sum of the nodes that no other node reads. */
  ADD("add"),
  /**
   * All nodes side by side, projected back to the cell's width; a single node is the output as it
   * is.
   */
  CONCAT("concat");

  private final String id;

  Merge(String id) {
    this.id = id;
  }

  /** Name in files. */
  public String id() {
    return id;
  }

  /**
   * The merge of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Merge of(String id) {
    for (Merge merge : values()) {
      if (merge.id.equals(id)) {
        return merge;
      }
    }
    throw new IllegalArgumentException("merge '%s' must be add or concat".formatted(id));
  }
}
