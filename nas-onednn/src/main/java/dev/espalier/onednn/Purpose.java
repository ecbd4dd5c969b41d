package dev.espalier.onednn;

/** What a plan is for. */
enum Purpose {
  /** Loss and gradients. */
  TRAINING,
  /** The way forwards of training alone, for the statistics of batch normalization. */
  STATISTICS,
  /** Outputs. */
  INFERENCE
}
