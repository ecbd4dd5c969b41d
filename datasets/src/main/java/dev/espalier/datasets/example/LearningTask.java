package dev.espalier.datasets.example;

/** What the targets of a dataset are. */
public enum LearningTask {
  /** One class of a fixed set. */
  CLASSIFICATION,
  /** One or more real values. */
  REGRESSION
}
