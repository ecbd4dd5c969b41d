package dev.espalier.eval;

import dev.espalier.parameter.Registry;

/** The evaluators on the class path, by id, looked up anew at every call. Thread-safe. */
public final class Evaluators {
  private Evaluators() {}

  /**
   * All evaluators.
   *
   * @throws IllegalArgumentException if two have the same id
   */
  public static Registry<EvaluatorFactory> registry() {
    return Registry.load("evaluator", EvaluatorFactory.class);
  }
}
