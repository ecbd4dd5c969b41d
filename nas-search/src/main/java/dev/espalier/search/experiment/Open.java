package dev.espalier.search.experiment;

/** What an experiment need not say: the data decide it then. */
public enum Open {
  /** Which networks: a preset by the kind of the data. */
  SPACE,
  /** How long a trial trains. */
  FIDELITY,
  /** Examples a step. */
  BATCH_SIZE,
  /** Largest step size. */
  LEARNING_RATE,
  /** Random changes to training examples. */
  AUGMENT,
  /** How long the winner trains. */
  FINAL_EPOCHS
}
