package dev.espalier.study;

import dev.espalier.evaluate.Evaluator;
import dev.espalier.evaluate.Fidelity;
import dev.espalier.trial.Trial;

/**
 * What makes two trials duplicates: they would measure the same thing, apart from the seed.
 *
 * @param canonicalHash of the network
 * @param recipe hash of the recipe
 * @param fidelity how far it is trained
 * @param evaluator id of the evaluator
 * @param data fingerprint of the data
 */
record EvaluationKey(
    String canonicalHash, String recipe, Fidelity fidelity, String evaluator, String data) {

  static EvaluationKey of(Trial trial, Evaluator evaluator) {
    return new EvaluationKey(
        trial.canonicalHash(),
        trial.recipe(),
        trial.fidelity(),
        evaluator.id(),
        evaluator.dataFingerprint());
  }
}
