package dev.espalier.eval.lower;

/** What training brings down. */
public enum Loss {
  /**
   * Softmax of the logits against the class, or, in a language model, against the next token. One
   * output a class.
   */
  CROSS_ENTROPY,
  /** Mean over the outputs of the squared difference from the target values. */
  MEAN_SQUARED_ERROR
}
