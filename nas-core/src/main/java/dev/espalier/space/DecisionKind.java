package dev.espalier.space;

/** What a decision is about, for strategies that vary architectures kind by kind. */
public enum DecisionKind {
  /** Which operation stands somewhere, such as that of an edge or an activation. */
  OPERATION,
  /** What is connected with what. */
  EDGE,
  /** How many of something follow each other: layers, cells, nodes. */
  DEPTH,
  /** How wide something is: channels, units, heads. */
  WIDTH,
  /** All else, such as how to train. */
  OTHER
}
