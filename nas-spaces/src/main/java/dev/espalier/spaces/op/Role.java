package dev.espalier.spaces.op;

/** Where in a network an operation may stand. */
public enum Role {
  /** First, on the raw input: keeps the kind and size; cells project other widths than asked. */
  STEM,
  /** On an edge of a cell: keeps the kind, gives the asked features, divides by the stride. */
  CELL,
  /** Last before the logits: gives a vector; features and stride mean nothing to it. */
  HEAD
}
